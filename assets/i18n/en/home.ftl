### Home page.

home-title = Home
home-in-step = Everything is in step
home-needs-you = Needs you

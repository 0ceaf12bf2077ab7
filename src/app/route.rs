//! Which page is shown, and the way back.

use crate::model::SkippedId;

/// A page of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Route {
    /// Where a new user begins.
    #[default]
    Welcome,
    /// From a fresh data folder to a connection.
    Wizard,
    /// One row per mapping, and what needs a person.
    Home,
    /// Skipped records, conflicts among them.
    Skipped,
    /// The merge editor on one conflict.
    Merge(SkippedId),
    /// Integration errors.
    Errors,
    /// Links between records.
    Couplings,
    /// What is kept in step with what, field by field.
    Mappings,
    /// Coupling of records that agree on certain fields.
    Match,
    /// Every mapping once from the beginning, in waves.
    Full,
    /// The job log.
    Jobs,
    /// Every write with before and after.
    History,
    /// The window, the schedule, limits, the connection, the data.
    Settings,
    /// What runs here, and a report for support.
    About,
}

impl Route {
    /// Pages that the navigation names, in its order.
    pub const NAMED: [Self; 11] = [
        Self::Home,
        Self::Skipped,
        Self::Errors,
        Self::Couplings,
        Self::Mappings,
        Self::Match,
        Self::Full,
        Self::Jobs,
        Self::History,
        Self::Settings,
        Self::About,
    ];

    /// What each page is called on the command line.
    pub const NAMES: [(&str, Self); 13] = [
        ("welcome", Self::Welcome),
        ("wizard", Self::Wizard),
        ("home", Self::Home),
        ("conflicts", Self::Skipped),
        ("errors", Self::Errors),
        ("couplings", Self::Couplings),
        ("mappings", Self::Mappings),
        ("match", Self::Match),
        ("full", Self::Full),
        ("jobs", Self::Jobs),
        ("history", Self::History),
        ("settings", Self::Settings),
        ("about", Self::About),
    ];

    /// The page of a name of the command line.
    pub fn named(name: &str) -> Option<Self> {
        let mut names = Self::NAMES.into_iter();
        names.find(|(own, _)| *own == name).map(|(_, route)| route)
    }

    /// The key of the page's name.
    pub fn label_key(self) -> &'static str {
        match self {
            Self::Welcome => "nav-welcome",
            Self::Wizard => "wizard-title",
            Self::Home => "nav-home",
            Self::Skipped | Self::Merge(_) => "nav-conflicts",
            Self::Errors => "nav-errors",
            Self::Couplings => "nav-couplings",
            Self::Mappings => "nav-mappings",
            Self::Match => "nav-match",
            Self::Full => "nav-full",
            Self::Jobs => "nav-jobs",
            Self::History => "nav-history",
            Self::Settings => "nav-settings",
            Self::About => "nav-about",
        }
    }

    /// The key of what the page is for and how it is used.
    pub fn help_key(self) -> &'static str {
        match self {
            Self::Welcome => "help-welcome",
            Self::Wizard => "help-wizard",
            Self::Home => "help-home",
            Self::Skipped => "help-conflicts",
            Self::Merge(_) => "help-merge",
            Self::Errors => "help-errors",
            Self::Couplings => "help-couplings",
            Self::Mappings => "help-mappings",
            Self::Match => "help-match",
            Self::Full => "help-full",
            Self::Jobs => "help-jobs",
            Self::History => "help-history",
            Self::Settings => "help-settings",
            Self::About => "help-about",
        }
    }

    /// Whether the navigation marks `named` while this page is shown.
    pub fn belongs_to(self, named: Self) -> bool {
        match self {
            Self::Merge(_) => named == Self::Skipped,
            own => own == named,
        }
    }
}

/// The way through the pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Way {
    behind: Vec<Route>,
    here: Route,
    ahead: Vec<Route>,
}

impl Way {
    /// Begins at a page.
    pub fn at(route: Route) -> Self {
        Self {
            here: route,
            ..Self::default()
        }
    }

    /// The page that is shown.
    pub fn here(&self) -> Route {
        self.here
    }

    /// Whether there is a page behind.
    pub fn has_behind(&self) -> bool {
        !self.behind.is_empty()
    }

    /// Whether there is a page ahead.
    pub fn has_ahead(&self) -> bool {
        !self.ahead.is_empty()
    }

    /// Goes to a page.
    pub fn go(&mut self, route: Route) {
        if route != self.here {
            self.behind.push(self.here);
            self.here = route;
            self.ahead.clear();
        }
    }

    /// Shows a page in place of the present one, so that the way back does not lead there.
    pub fn replace(&mut self, route: Route) {
        self.here = route;
    }

    /// Goes back, if there is a page behind.
    pub fn back(&mut self) -> bool {
        let Some(route) = self.behind.pop() else {
            return false;
        };
        self.ahead.push(std::mem::replace(&mut self.here, route));
        true
    }

    /// Goes forward again, if somebody went back.
    pub fn forward(&mut self) -> bool {
        let Some(route) = self.ahead.pop() else {
            return false;
        };
        self.behind.push(std::mem::replace(&mut self.here, route));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_is_the_way_one_came() {
        let mut way = Way::at(Route::Home);
        way.go(Route::Skipped);
        way.go(Route::Merge(SkippedId(1)));
        way.replace(Route::Merge(SkippedId(2)));
        assert!(way.back());
        assert_eq!(way.here(), Route::Skipped);
        assert!(way.forward());
        assert_eq!(way.here(), Route::Merge(SkippedId(2)));
        way.back();
        way.go(Route::Errors);
        assert!(!way.forward());
    }
}

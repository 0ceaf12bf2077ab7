//! A secret while somebody types it.

use secrecy::zeroize::Zeroize as _;
use secrecy::{ExposeSecret as _, SecretString};
use std::fmt;

/// A typed secret: nothing prints it, and its memory is overwritten when it goes.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Typed(String);

impl Typed {
    /// Takes over what was typed.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// What was typed, for the input that shows it.
    pub fn shown(&self) -> &str {
        &self.0
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// How many characters were typed.
    pub fn length(&self) -> usize {
        self.0.chars().count()
    }

    /// The secret; nothing if nothing was typed. Blanks around it come from copying.
    pub fn secret(&self) -> Option<SecretString> {
        let secret = SecretString::from(self.0.trim());
        (!secret.expose_secret().is_empty()).then_some(secret)
    }
}

impl Drop for Typed {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typed(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_prints_it_and_blanks_around_it_go() {
        let typed = Typed::new(" hunter2\n".to_owned());
        assert!(!format!("{typed:?}").contains("hunter2"));
        assert_eq!(typed.secret().unwrap().expose_secret(), "hunter2");
        assert!(Typed::new("  ".to_owned()).secret().is_none());
    }
}

//! What the window shows of the link to the services: what stops it, what soon will, and the way to mend it.

use super::App;
use super::command::{AboutCommand, Command, HealthCommand};
use super::desk::Errand;
use super::route::Route;
use crate::model::Side;
use crate::model::reason::Cause;
use crate::worker::protocol::{Ailment, Request};
use crate::worker::signing_in::in_browser;

/// What is wrong with the link now.
#[derive(Clone, Debug, Default)]
pub struct Health {
    /// Everything, the gravest first.
    pub ailments: Vec<Ailment>,
    /// What a person has put away; it comes back when it was gone meanwhile.
    seen: Vec<Ailment>,
}

impl Health {
    /// Takes what the worker says now.
    pub(super) fn hear(&mut self, ailments: Vec<Ailment>) {
        self.seen
            .retain(|seen| ailments.iter().any(|now| now.is_like(seen)));
        self.ailments = ailments;
    }

    /// The gravest that nobody has put away.
    pub fn in_the_bar(&self) -> Option<&Ailment> {
        let known = |ailment: &&Ailment| self.seen.iter().any(|seen| seen.is_like(ailment));
        self.ailments.iter().find(|ailment| !known(ailment))
    }

    /// Whether a side does not let this program in.
    pub fn stops(&self, side: Side) -> bool {
        self.ailments.iter().any(|ailment| {
            let about = ailment.problem.side;
            !ailment.is_ahead()
                && ailment.problem.cause != Cause::Overdue
                && about.is_none_or(|about| about == side)
        })
    }

    /// Whether anything waits for a person.
    pub fn needs_you(&self) -> bool {
        self.ailments.iter().any(Ailment::needs_a_person)
    }
}

/// What mends a failure of the link, as far as the window can.
pub fn remedy(cause: Cause) -> Command {
    match cause {
        Cause::SignInNeeded
        | Cause::SignInExpired
        | Cause::SignInExpiresSoon
        | Cause::MfaRequired
        | Cause::PasswordChange
        | Cause::ConditionalAccess
        | Cause::ConsentMissing => Command::Health(HealthCommand::SignIn),
        Cause::SecretExpired
        | Cause::SecretExpiresSoon
        | Cause::SecretMissing
        | Cause::WrongSecret
        | Cause::WrongPassword
        | Cause::CertificateRefused => Command::Go(Route::Settings),
        Cause::Overdue => Command::SyncNow,
        cause if cause.heals_by_itself() => Command::SyncNow,
        _ => Command::Health(HealthCommand::Check),
    }
}

/// The key of the button that leads to a remedy.
pub fn remedy_key(remedy: &Command) -> &'static str {
    match remedy {
        Command::Health(HealthCommand::SignIn) => "health-sign-in",
        Command::Go(_) => "health-settings",
        Command::SyncNow => "action-sync-now",
        _ => "health-check",
    }
}

impl App {
    /// Whether anything waits for a person, records or the link to the services.
    pub fn needs_you(&self) -> bool {
        self.home.needs_you() || self.health.needs_you()
    }

    /// Does what a person asked for about the link.
    pub(super) fn carry_out_health(&mut self, command: HealthCommand) {
        match command {
            HealthCommand::SignIn => {
                if self.why_no_work().is_none() {
                    let asking = in_browser(self.texts);
                    self.ask(Request::SignIn(asking), Errand::Connect);
                }
            }
            HealthCommand::Check => {
                self.go(Route::About);
                self.carry_out_about(AboutCommand::Check);
            }
            HealthCommand::PutAway => {
                let shown = self.health.in_the_bar().cloned();
                self.health.seen.extend(shown);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reason::Problem;

    fn ailment(cause: Cause, side: Side) -> Ailment {
        Ailment {
            problem: Problem::new(cause).on(side),
            since: None,
            until: None,
        }
    }

    #[test]
    fn what_was_put_away_comes_back_only_after_it_was_gone() {
        let mut health = Health::default();
        let disabled = ailment(Cause::UserDisabled, Side::Dv);
        let soon = ailment(Cause::SecretExpiresSoon, Side::Bc);
        health.hear(vec![disabled.clone(), soon.clone()]);
        assert_eq!(health.in_the_bar(), Some(&disabled));
        health.seen.push(disabled.clone());
        assert_eq!(health.in_the_bar(), Some(&soon));
        health.hear(vec![disabled.clone()]);
        assert_eq!(health.in_the_bar(), None);
        health.hear(Vec::new());
        health.hear(vec![disabled.clone()]);
        assert_eq!(health.in_the_bar(), Some(&disabled));
    }

    #[test]
    fn a_side_is_stopped_only_by_what_concerns_it_now() {
        let mut health = Health::default();
        health.hear(vec![
            ailment(Cause::UserDisabled, Side::Dv),
            ailment(Cause::SecretExpiresSoon, Side::Bc),
        ]);
        assert!(health.stops(Side::Dv) && !health.stops(Side::Bc));
        assert!(health.needs_you());
        health.hear(vec![ailment(Cause::Unreachable, Side::Bc)]);
        assert!(health.stops(Side::Bc) && !health.needs_you());
    }
}

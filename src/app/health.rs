//! What the window shows of the link to the services: what stops it, what soon will, and the way to mend it.

use super::App;
use super::command::{AboutCommand, Command, HealthCommand};
use super::desk::Errand;
use super::route::Route;
use super::wizard::command::WizardCommand;
use crate::model::Side;
use crate::model::reason::{Cause, Problem};
use crate::worker::protocol::{Ailment, Request};

/// What is wrong with the link now.
#[derive(Clone, Debug, Default)]
pub struct Health {
    /// Everything, the gravest first.
    pub ailments: Vec<Ailment>,
    /// What a person has put away; it comes back when it was gone meanwhile.
    seen: Vec<Ailment>,
}

impl Health {
    /// Takes what the worker says now; answers what is new of it.
    pub(super) fn hear(&mut self, ailments: Vec<Ailment>) -> Vec<Ailment> {
        self.seen
            .retain(|seen| ailments.iter().any(|now| now.is_like(seen)));
        let known = std::mem::replace(&mut self.ailments, ailments);
        let is_new = |now: &&Ailment| !known.iter().any(|known| known.is_like(now));
        self.ailments.iter().filter(is_new).cloned().collect()
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
        | Cause::CertificateRefused
        | Cause::OtherEnvironment
        | Cause::OtherCompany
        | Cause::UnknownCompany
        | Cause::UnknownTenant
        | Cause::UnknownApplication
        | Cause::WrongAddress => Command::Wizard(WizardCommand::Edit),
        Cause::PassphraseNeeded => Command::Wizard(WizardCommand::AskUnlock),
        Cause::Overdue => Command::SyncNow,
        cause if cause.heals_by_itself() => Command::SyncNow,
        _ => Command::Health(HealthCommand::Check),
    }
}

/// The key of the button that leads to a remedy.
pub fn remedy_key(remedy: &Command) -> &'static str {
    match remedy {
        Command::Health(HealthCommand::SignIn) => "health-sign-in",
        Command::Wizard(WizardCommand::AskUnlock) => "wizard-unlock",
        Command::Wizard(_) => "wizard-edit",
        Command::SyncNow => "action-sync-now",
        _ => "health-check",
    }
}

impl App {
    /// Whether anything waits for a person, records or the link to the services.
    pub fn needs_you(&self) -> bool {
        self.home.needs_you() || self.health.needs_you()
    }

    /// The background work has ended: what it was asked for gets its answer here.
    pub(super) fn fall(&mut self) {
        self.fallen = true;
        let unanswered = self.desk.as_ref().map(super::desk::Desk::unanswered);
        for ticket in unanswered.unwrap_or_default() {
            self.finished(ticket, Err(Problem::new(Cause::Internal)));
        }
        self.running = None;
        // The bar about it says more.
        self.notice
            .take_if(|problem| problem.cause == Cause::Internal);
    }

    /// Starts the background work on the same folder again; nothing was lost, since all of it is in the cache.
    pub(super) fn start_again(&mut self) {
        let Some(folder) = self.data_folder().map(std::path::Path::to_owned) else {
            return;
        };
        // The folder must be free before it is opened anew.
        self.forget_reading();
        self.desk = None;
        self.desk = Some(super::desk::Desk::open(
            &folder,
            self.stands,
            self.safe,
            std::sync::Arc::clone(&self.wake),
        ));
        self.fallen = false;
        self.notice = None;
        if let Some(request) = self
            .demo
            .as_ref()
            .and_then(super::demo::Demo::connect_again)
        {
            self.ask(request, super::desk::Errand::Demo);
        }
    }

    /// Lets the background work panic, for tests that see what becomes of the window.
    #[doc(hidden)]
    pub fn break_worker(&mut self, text: &str) {
        self.ask(Request::Break(text.to_owned()), Errand::Check);
    }

    /// Does what a person asked for about the link.
    pub(super) fn carry_out_health(&mut self, command: HealthCommand) {
        match command {
            HealthCommand::SignIn => {
                if self.why_no_work().is_none() {
                    let asking = self.asking();
                    self.ask(Request::SignIn(asking), Errand::SignIn);
                }
            }
            HealthCommand::Check => {
                self.go(Route::About);
                self.carry_out_about(AboutCommand::Check);
            }
            HealthCommand::StartAgain => self.start_again(),
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
    fn only_what_was_not_known_is_new() {
        let mut health = Health::default();
        let disabled = ailment(Cause::UserDisabled, Side::Dv);
        let soon = ailment(Cause::SecretExpiresSoon, Side::Bc);
        let one = vec![disabled.clone()];
        assert_eq!(health.hear(one.clone()), one);
        let both = vec![disabled.clone(), soon.clone()];
        assert_eq!(health.hear(both.clone()), [soon]);
        assert_eq!(health.hear(both), []);
        assert_eq!(health.hear(Vec::new()), []);
        assert_eq!(health.hear(one.clone()), one);
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

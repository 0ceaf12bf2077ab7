//! A session behind a verb: opened when the verb needs it, with progress on standard error and Ctrl-C.

use super::exit::Failure;
use super::output::Output;
use super::progress::Shown;
use crate::engine::context::Cancel;
use crate::i18n::Texts;
use crate::model::Sides;
use crate::model::reason::{Cause, Problem};
use crate::remote::Remote;
use crate::remote::secrets::PASSPHRASE_VARIABLE;
use crate::worker::folder::{self, DataFolder, file_problem};
use crate::worker::passphrase_from_environment;
use crate::worker::protocol::{Answer, Request};
use crate::worker::session::Session;
use secrecy::SecretString;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;
use tokio::runtime::Runtime;

/// What a verb works with.
#[derive(Debug)]
pub struct Terminal {
    /// Where results go.
    pub output: Output,
    data_dir: Option<PathBuf>,
}

/// An open session with the runtime that its connections live in.
#[derive(Debug)]
pub struct Work {
    // Dropped first: its connections must not outlive the runtime.
    /// The session.
    pub session: Session,
    runtime: Runtime,
    texts: Texts,
}

impl Terminal {
    /// A terminal over a data folder; the platform's own if none is named.
    pub fn new(output: Output, data_dir: Option<PathBuf>) -> Self {
        Self { output, data_dir }
    }

    /// The language.
    pub fn texts(&self) -> Texts {
        self.output.texts
    }

    /// The data folder, which may not exist yet.
    ///
    /// If it was moved, it is where it was moved to.
    pub fn data_dir(&self) -> Result<PathBuf, Failure> {
        let named = match &self.data_dir {
            Some(path) => path.clone(),
            None => DataFolder::default_path()?,
        };
        Ok(folder::resolve(&named)?)
    }

    /// Opens the data folder, and the file with its secrets if there is one.
    pub fn open(&self) -> Result<Work, Failure> {
        let mut work = self.open_locked()?;
        if work.session.needs_passphrase() && is_a_person_here() {
            work.ask(Request::Unlock(self.typed_passphrase()?))?;
        }
        Ok(work)
    }

    /// Opens the data folder without asking for the passphrase of its secrets.
    pub fn open_locked(&self) -> Result<Work, Failure> {
        Work::open(&self.data_dir()?, self.texts())
    }

    /// Puts a backup in the stead of a cache that cannot be read any more; the damaged file stays beside it.
    pub fn open_restored(&self, backup: &Path) -> Result<Work, Failure> {
        Ok(Work {
            session: Session::open_restored(&self.data_dir()?, PROGRAM, backup)?,
            runtime: runtime()?,
            texts: self.texts(),
        })
    }

    /// The passphrase of the file with the secrets: from its variable, or typed.
    pub fn passphrase(&self) -> Result<SecretString, Failure> {
        match passphrase_from_environment() {
            Some(passphrase) => Ok(passphrase),
            None if is_a_person_here() => self.typed_passphrase(),
            None => {
                let problem = Problem::new(Cause::PassphraseNeeded);
                Err(problem.with("variable", PASSPHRASE_VARIABLE).into())
            }
        }
    }

    /// A secret that a person types, asked for by these words; nothing if nobody is here or nothing is typed.
    pub fn typed_secret(&self, asked: &str) -> Result<Option<SecretString>, Failure> {
        if !is_a_person_here() {
            return Ok(None);
        }
        let asked = self.texts().t(asked);
        let typed = rpassword::prompt_password(format!("{asked} ")).map_err(Failure::Output)?;
        Ok((!typed.is_empty()).then(|| SecretString::from(typed)))
    }

    fn typed_passphrase(&self) -> Result<SecretString, Failure> {
        let asked = self.texts().t("cli-passphrase");
        let typed = rpassword::prompt_password(format!("{asked} "));
        Ok(SecretString::from(typed.map_err(Failure::Output)?))
    }
}

/// Whether somebody can be asked something.
fn is_a_person_here() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

impl Work {
    /// Opens a data folder.
    pub fn open(data_dir: &Path, texts: Texts) -> Result<Self, Failure> {
        Ok(Self {
            session: Session::open(data_dir, PROGRAM)?,
            runtime: runtime()?,
            texts,
        })
    }

    /// Carries out a request, with progress, until it ends or is stopped.
    pub fn ask(&mut self, request: Request) -> Result<Answer, Failure> {
        let Self {
            session,
            runtime,
            texts,
        } = self;
        let cancel = Cancel::new();
        let mut shown = Shown::new(*texts);
        let answer = runtime.block_on(async {
            let work = session.run(request, &mut shown, cancel.clone());
            tokio::select! {
                biased;
                answer = work => answer,
                () = watch_for_stops(&cancel, *texts) => Err(Problem::new(Cause::Cancelled)),
            }
        });
        drop(shown);
        Ok(answer?)
    }
}

const PROGRAM: &str = "raccord-cli";

impl Work {
    /// The connectors of both sides, for reading a service back.
    pub fn remotes(&mut self) -> Result<Sides<Rc<dyn Remote>>, Failure> {
        Ok(self.session.remotes()?)
    }

    /// Lets some time pass; whether somebody wished to stop meanwhile.
    pub fn pause(&self, pause: Duration) -> bool {
        self.runtime.block_on(async {
            tokio::select! {
                () = stop_wish() => true,
                () = tokio::time::sleep(pause) => false,
            }
        })
    }

    /// Waits for something that uses the connectors.
    pub fn wait_for<T>(
        &self,
        future: impl Future<Output = Result<T, Problem>>,
    ) -> Result<T, Failure> {
        Ok(self.runtime.block_on(future)?)
    }
}

/// A runtime for one thread.
pub fn runtime() -> Result<Runtime, Failure> {
    let built = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    built.map_err(|error| Failure::from(file_problem(Path::new("runtime"), &error)))
}

/// Turns the first wish to stop into a cancel, and ends at the second.
async fn watch_for_stops(cancel: &Cancel, texts: Texts) {
    stop_wish().await;
    cancel.cancel();
    writeln!(io::stderr().lock(), "\n{}", texts.t("cli-stopping")).ok();
    stop_wish().await;
}

/// Waits until somebody wishes the program to stop: Ctrl-C, or the system's polite request.
pub async fn stop_wish() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        // Without signals nobody can wish for anything.
        std::future::pending::<()>().await;
    }
}

/// An answer that does not belong to its request, which only a mistake in this program can cause.
pub fn misplaced(answer: &Answer) -> Failure {
    Problem::new(Cause::Unknown)
        .saying(format!("misplaced answer {answer:?}"))
        .into()
}

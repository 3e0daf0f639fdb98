//! A thread that is told one thing after the other.

use std::sync::mpsc::{Receiver, Sender};
use std::thread::{self, JoinHandle};

use crate::store::error::{Error, Trouble};

/// The way to a thread. Dropped, it waits until the thread has done all that it was told.
pub(super) struct Thread<T> {
    teller: Option<Sender<T>>,
    handle: Option<JoinHandle<()>>,
}

impl<T: Send + 'static> Thread<T> {
    pub(super) fn start(
        name: &str,
        (teller, told): (Sender<T>, Receiver<T>),
        run: impl FnOnce(&Receiver<T>) + Send + 'static,
    ) -> Result<Self, Error> {
        let thread = thread::Builder::new().name(name.to_owned());
        let started = thread.spawn(move || run(&told));
        let handle = started.map_err(|_| Error::Unavailable(Trouble::Reported("no thread".to_owned())))?;
        Ok(Self {
            teller: Some(teller),
            handle: Some(handle),
        })
    }

    /// # Errors
    /// [`Trouble::Closed`] where the thread has ended.
    pub(super) fn tell(&self, what: T) -> Result<(), Error> {
        let told = self.teller.as_ref().and_then(|teller| teller.send(what).ok());
        told.ok_or(Error::Unavailable(Trouble::Closed))
    }
}

impl<T> Drop for Thread<T> {
    fn drop(&mut self) {
        self.teller = None;
        if let Some(handle) = self.handle.take() {
            // One that panicked has nothing left to wait for.
            let _ = handle.join();
        }
    }
}

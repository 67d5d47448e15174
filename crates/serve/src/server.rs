//! Listening on this machine.

use std::net::SocketAddr;
use std::path::Path;

use axum::Router;
use dateline_ledger::{Ledger, LedgerError};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use crate::router;

/// Requests that are worked on at once; the others wait.
const AT_ONCE: usize = 8;

/// Why the pages cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address could be reached from other machines.
    #[error(
        "{0} can be reached from other machines: serve on 127.0.0.1, and let a tunnel such as `ssh -L` bring the pages elsewhere"
    )]
    NotLoopback(SocketAddr),
    /// The ledger cannot be opened.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The address is taken or not allowed.
    #[error(
        "cannot listen on {address}: {source}; choose another port with --port, or 0 for any free one"
    )]
    Bind {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// The system refused what serving needs.
    #[error("the server stopped: {0}; start it anew")]
    Stopped(#[from] std::io::Error),
}

/// The pages of one ledger, bound to an address and not yet serving.
#[derive(Debug)]
pub struct Server {
    runtime: Runtime,
    listener: TcpListener,
    address: SocketAddr,
    router: Router,
}

impl Server {
    /// Checks the ledger and takes the address. Port 0 takes any free port.
    ///
    /// # Errors
    /// When the address is not one of this machine alone, is taken, or the ledger cannot be opened.
    pub fn bind(ledger: &Path, address: SocketAddr) -> Result<Self, ServeError> {
        if !address.ip().is_loopback() {
            return Err(ServeError::NotLoopback(address));
        }
        drop(Ledger::open_read_only(ledger)?);
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .max_blocking_threads(AT_ONCE)
            .enable_all()
            .build()?;
        let listener = runtime
            .block_on(TcpListener::bind(address))
            .map_err(|source| ServeError::Bind { address, source })?;
        Ok(Self {
            address: listener.local_addr()?,
            router: router(ledger.to_owned()),
            runtime,
            listener,
        })
    }

    /// The address that was taken.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until the process is told to stop (ctrl-c); answers that have begun are finished.
    ///
    /// # Errors
    /// When the system refuses what serving needs.
    pub fn run(self) -> Result<(), ServeError> {
        let stop = async {
            // Without a handler for the signal the process just ends on it, which is as good.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        let serving = axum::serve(self.listener, self.router).with_graceful_shutdown(stop);
        Ok(self.runtime.block_on(async { serving.await })?)
    }
}

/// Serves the ledger's pages on an address of this machine until ctrl-c.
///
/// # Errors
/// As [`Server::bind`] and [`Server::run`].
pub fn serve(ledger: &Path, address: SocketAddr) -> Result<(), ServeError> {
    Server::bind(ledger, address)?.run()
}

//! The gate over HTTP: protocols in, protocols out. Every answer is the app's; whatever goes wrong is undecided, and never opens.
//!
//! It must not know rules of any kind.

mod api;
mod authzen;
mod desk;
mod events;
mod fault;
mod fields;
mod kubernetes;
mod metrics;
mod opa;
mod reply;
mod request;
mod routes;
mod serve;
mod server;
mod traces;
mod watch;
mod words;

pub use serve::{Bound, Notify, Serve, Stop};

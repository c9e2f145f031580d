//! The server as its clients see it: over real sockets, with real ledgers, right and wrong.

mod api;
mod authzen;
mod client;
mod events;
mod house;
mod keys;
mod kubernetes;
mod metrics;
mod opa;
mod shut;
mod slurm;
mod tls;
mod traces;
mod watch;
mod wire;

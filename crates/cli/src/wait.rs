//! A bar on standard error for work that takes over a second, when somebody is looking.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(100);

/// How much is done, and of how much.
pub(crate) type Progress<'a> = &'a mut (dyn FnMut(usize, usize) + Send);

/// Does the work, and shows that it goes on.
pub(crate) fn with_bar<T>(what: &'static str, work: impl FnOnce(Progress<'_>) -> T) -> T {
    if !std::io::stderr().is_terminal() {
        return work(&mut |_, _| {});
    }
    let bar = bar(what);
    let (done, is_done) = channel::<()>();
    std::thread::scope(|scope| {
        let shown = bar.clone();
        scope.spawn(move || show_after_a_while(&shown, &is_done));
        let answer = work(&mut |n_done, n_all| {
            bar.set_length(n_all as u64);
            bar.set_position(n_done as u64);
        });
        drop(done);
        answer
    })
}

/// Ends when the other end of the channel is dropped.
fn show_after_a_while(bar: &ProgressBar, is_done: &Receiver<()>) {
    if is_done.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
        bar.set_draw_target(ProgressDrawTarget::stderr());
        while is_done.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
            bar.tick();
        }
        bar.finish_and_clear();
    }
}

fn bar(what: &'static str) -> ProgressBar {
    let template = "{spinner} {msg} {bar:30} {pos}/{len}, {elapsed}";
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
        .with_style(style)
        .with_message(what)
}

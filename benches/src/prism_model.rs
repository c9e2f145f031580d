//! The game as a model for PRISM-games, PRISM and Storm, the way one writes it by hand: every clock a variable.
//!
//! In a month the developer begins work (`begin…`) and says that it has (`go`); then nature looks at the level where a
//! run has ended, and says whether work slips. The month itself is part of nature's move, so that no position is spent
//! on it. It must not know the policy text, nor any value.

use crate::game::{Game, RUN_MONTHS};
use std::fmt::Write;

/// Who plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Players {
    /// The developer against nature: `smg`.
    Two,
    /// Everybody together: `mdp`.
    Together,
}

/// `asked` is the level whose pauses are counted and `most` how many months in a row are told apart: constants of the
/// model.
pub(crate) fn model(game: &Game, players: Players) -> String {
    let mut text = String::new();
    let kind = if players == Players::Two { "smg" } else { "mdp" };
    // Writing to a string does not fail.
    let _ = writeln!(text, "{kind}\n\nconst int asked;\nconst int most;\n");
    if players == Players::Two {
        let begin: Vec<String> = game.pieces().map(|it| format!("[begin{it}]")).collect();
        let _ = writeln!(text, "player developer {}, [go] endplayer", begin.join(", "));
        let _ = writeln!(text, "player nature [month], [over] endplayer\n");
    }
    formulas(game, &mut text);
    variables(game, &mut text);
    developers(game, &mut text);
    natures(game, &mut text);
    let _ = writeln!(text, "endmodule\n");
    let _ = writeln!(text, "label \"paused\" = run>0;");
    let _ = writeln!(text, "label \"ended\" = trained={};", game.horizon_months);
    let _ = writeln!(text, "rewards \"paused\"\n  !natures & run>0 : 1;\nendrewards");
    text
}

/// That the longest pause lasts exactly `most`, of which the developer can be sure; and, if asked, how much it is paused
/// in all, which takes PRISM-games longer than the rest.
pub(crate) fn questions_of_two(most: u32, in_all: bool) -> Vec<String> {
    let mut questions = vec!["<<developer>> P>=1 [ G run<=most ]".to_owned()];
    if most > 0 {
        questions.push("<<developer>> P>=1 [ G run<=most-1 ]".to_owned());
    }
    if in_all {
        questions.push("<<developer>> R{\"paused\"}min=? [ F \"ended\" ]".to_owned());
    }
    questions
}

/// Whether there can be a pause, everybody together.
pub(crate) const QUESTION_TOGETHER: &str = "Pmax=? [ F \"paused\" ]";

fn formulas(game: &Game, text: &mut String) {
    let done = |it: usize| format!("t{it}={}", game.months[it] + 1);
    for level in 1..=game.n_levels {
        let own: Vec<String> = game.of_level(level).map(done).collect();
        let _ = writeln!(text, "formula done{level} = {};", own.join(" & "));
    }
    let working = |it: usize| format!("(t{it}>0 & t{it}<{} ? 1 : 0)", game.months[it] + 1);
    let all: Vec<String> = game.pieces().map(working).collect();
    let _ = writeln!(text, "formula under_way = {};", all.join(" + "));
    let _ = writeln!(text);
}

fn variables(game: &Game, text: &mut String) {
    let _ = writeln!(text, "module game\n  natures : bool init false;");
    let _ = writeln!(text, "  level : [0..{}] init 0;", game.n_levels);
    let _ = writeln!(text, "  trained : [0..{}] init 0;", game.horizon_months);
    let _ = writeln!(text, "  since : [0..{RUN_MONTHS}] init 0;");
    let _ = writeln!(text, "  slipped : [0..{}] init 0;", game.slips);
    let _ = writeln!(text, "  run : [0..most+1] init 0;");
    for piece in game.pieces() {
        let _ = writeln!(text, "  t{piece} : [0..{}] init 0;", game.months[piece] + 1);
    }
    let _ = writeln!(text);
}

fn developers(game: &Game, text: &mut String) {
    let free = game
        .n_hands
        .map_or(String::new(), |it| format!(" & under_way<{it}"));
    for piece in game.pieces() {
        let done = |it: &usize| format!(" & t{it}={}", game.months[*it] + 1);
        let before: String = game.after[piece].iter().map(done).collect();
        let _ = writeln!(
            text,
            "  [begin{piece}] !natures & trained<{} & t{piece}=0{free}{before} -> (t{piece}'=1);",
            game.horizon_months
        );
    }
    let _ = writeln!(
        text,
        "  [go] !natures & trained<{} -> (natures'=true);",
        game.horizon_months
    );
}

/// One command for each level that nature may say, whether training goes on, and whether work slips.
fn natures(game: &Game, text: &mut String) {
    let clocks = |it: usize| {
        let done = game.months[it] + 1;
        format!(" & (t{it}'=t{it}>0 & t{it}<{done} ? t{it}+1 : t{it})")
    };
    let on: String = game.pieces().map(clocks).collect();
    let slip = " & (slipped'=slipped+1)".to_owned();
    for level in 0..=game.n_levels {
        let needed: Vec<String> = (1..=level).map(|it| format!("done{it}")).collect();
        let goes_on = if needed.is_empty() {
            "true".to_owned()
        } else {
            needed.join(" & ")
        };
        let paused = format!("({level}>=asked & !({}))", asked(game, level));
        let trains = "(trained'=trained+1) & (since'=looks ? 1 : since+1) & (run'=0)";
        let waits = format!("(since'=looks ? 0 : since) & (run'={paused} ? min(run+1,most+1) : 0)");
        let said = format!("(looks & level<={level} | !(looks) & level={level})");
        for (may, then) in [
            (format!("({goes_on})"), trains.to_owned()),
            (format!("!({goes_on})"), waits),
        ] {
            for (if_slips, work) in [
                ("", &on),
                (&*format!(" & slipped<{} & under_way>0", game.slips), &slip),
            ] {
                let _ = writeln!(
                    text,
                    "  [month] natures & trained<{} & {}{if_slips} & {may} -> (natures'=false) & (level'={level}) & {}{work};",
                    game.horizon_months,
                    said.replace("looks", LOOKS),
                    then.replace("looks", LOOKS),
                );
            }
        }
    }
    let _ = writeln!(
        text,
        "  [over] trained={} & !natures -> true;",
        game.horizon_months
    );
}

/// A run has ended and the level is looked at.
const LOOKS: &str = "since=6";

/// Whether the work of the level in question is done, where it is at most `level`.
fn asked(game: &Game, level: u32) -> String {
    let each: Vec<String> = (1..=level.min(game.n_levels))
        .map(|it| format!("(asked!={it} | done{it})"))
        .collect();
    if each.is_empty() {
        "true".to_owned()
    } else {
        each.join(" & ")
    }
}

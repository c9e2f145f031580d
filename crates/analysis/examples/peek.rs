use holdpoint_policy::{FileId, SourceFile, resolve};
use holdpoint_syntax::{FileKind, parse};
fn main() {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let texts: Vec<String> = paths.iter().map(|p| std::fs::read_to_string(p).unwrap()).collect();
    let parses: Vec<_> = texts.iter().enumerate().map(|(i, t)| parse(t, FileKind::Markdown, FileId(i as u32))).collect();
    let files: Vec<_> = parses.iter().enumerate().map(|(i, p)| SourceFile { id: FileId(i as u32), document: &p.document, text: &texts[i], uses: (0..paths.len() as u32).filter(|j| *j != i as u32).map(FileId).collect() }).collect();
    for p in &parses { for d in &p.diagnostics { println!("{d:?}"); } }
    let (encoding, diagnostics) = resolve(&files);
    for d in &diagnostics { println!("{} {:?} {} {:?}", d.code, d.severity, d.message, d.help); }
    let t = std::time::Instant::now();
    let report = holdpoint_analysis::check(&encoding, &holdpoint_analysis::CheckOptions { checks_only: std::env::var("PLAY").is_ok(), ..Default::default() }, &mut |d, n| eprintln!("{d}/{n} {:?}", t.elapsed()));
    println!("checked in {:?}", t.elapsed());
    for p in &report.policies {
        for g in &p.grades {
            println!("{:16} {:8} {:16} {:?} V={:?} U={:?} path={:?} cost={:?} start={:?} who={:?} total={:?} span={:?}\n    {} dep={:?} repair={:?}", g.action, g.level.as_deref().unwrap_or("-"), g.world.as_deref().unwrap_or("-"), g.grade, g.prepared_wait, g.unprepared_wait, g.critical_path.len(), g.least_cost.as_ref().map(|c| c.cents), g.start_by, g.coalitions, g.total_paused, g.makespan, g.sentence, g.depends_on, g.repair.as_ref().map(|r| &r.statement));
        }
        for f in &p.findings { println!("{} {} {:?} {}", f.code, f.name, f.severity, f.message); }
    }
    for c in &report.checks {
        println!("{} {} {:?} — {} ", if c.as_expected { "ok  " } else { "BAD " }, c.id, c.verdict, c.property);
        for a in &c.answers { println!("       {}: {:?} expected {:?}: {} [{}]", a.scope, a.verdict, a.expected, a.because, a.certificate); if std::env::var("PLAY").as_deref() == Ok(c.id.as_str()) { if let Some(p) = &a.play { for st in &p.steps { println!("          {} {} {:?} {:?}", st.step, st.compute, st.events.iter().map(|e| e.text.as_str()).collect::<Vec<_>>(), st.actions.iter().map(|a| format!("{} {:?}", a.action, a.state)).collect::<Vec<_>>()); } } } }
        if !c.depends_on.is_empty() { println!("       depends on {:?}", c.depends_on); }
    }
}

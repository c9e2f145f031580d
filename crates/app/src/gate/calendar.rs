//! What is due, as a calendar that other programs read (RFC 5545).
//!
//! It must not know how a date came about.

use super::Standing;
use super::status::DutyRow;

/// Octets of a line, without its end.
const LINE_MAX: usize = 75;

impl Standing {
    /// One event for each duty with a date that is yet to be met, and one for the end of each proceed.
    pub fn calendar(&self) -> String {
        let due = self.duties.iter().filter(|it| is_to_be_met(it));
        let duties = due.filter_map(|it| {
            let summary = format!("{}: {} ({})", self.line, it.clause, it.state);
            Some(self.event(&it.clause, it.date.as_deref()?, &summary, &it.asks))
        });
        let ends = self.actions.iter().filter_map(|it| {
            let summary = format!("{}: {} has to be asked for again", self.line, it.action);
            Some(self.event(&it.action, it.until.as_deref()?, &summary, "a proceed ends"))
        });
        let events: String = duties.chain(ends).collect();
        let head = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//holdpoint//status//EN",
        ]
        .map(line)
        .concat();
        format!("{head}{events}{}", line("END:VCALENDAR"))
    }

    fn event(&self, of: &str, date: &str, summary: &str, description: &str) -> String {
        let stamp = instant(&self.at);
        [
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}", escaped(&format!("{}/{of}/{date}", self.line))),
            format!("DTSTAMP:{stamp}"),
            format!("DTSTART:{}", instant(date)),
            format!("SUMMARY:{}", escaped(summary)),
            format!("DESCRIPTION:{}", escaped(description)),
            "END:VEVENT".to_owned(),
        ]
        .map(|it| line(&it))
        .concat()
    }
}

fn is_to_be_met(it: &DutyRow) -> bool {
    it.state.starts_with("due") || it.state.starts_with("overdue")
}

/// `20260302T143000Z`.
fn instant(words: &str) -> String {
    let digits = |it: &str| it.chars().filter(char::is_ascii_digit).collect::<String>();
    let (day, time) = words.split_once('T').unwrap_or((words, "00:00:00"));
    let seconds = time.split('.').next().unwrap_or(time);
    format!("{}T{}Z", digits(day), digits(seconds))
}

fn escaped(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
    escaped.replace('\n', "\\n")
}

/// Folded, with the line end of the format.
fn line(text: &str) -> String {
    let mut folded = String::new();
    let mut octets = 0;
    for character in text.chars() {
        if octets + character.len_utf8() > LINE_MAX {
            folded.push_str("\r\n ");
            octets = 1;
        }
        folded.push(character);
        octets += character.len_utf8();
    }
    folded + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_and_signs_escaped() {
        let long = "SUMMARY:".to_owned() + &"é".repeat(60);
        assert!(line(&long).split("\r\n").all(|it| it.len() <= LINE_MAX));
        assert_eq!(line(&long).replace("\r\n ", ""), long + "\r\n");
        assert_eq!(escaped("a, b; c\\\nd"), "a\\, b\\; c\\\\\\nd");
        assert_eq!(instant("2026-03-02"), "20260302T000000Z");
        assert_eq!(instant("2026-03-02T14:30:00.000000001Z"), "20260302T143000Z");
    }
}

//! A table whose rows become cards where the page is narrow.
//!
//! It must not know what stands in it.

use maud::{Markup, html};

/// The first cell of a row is its heading. `None` without rows.
pub(super) fn table<const N: usize>(caption: &str, heads: [&str; N], rows: &[[Markup; N]]) -> Option<Markup> {
    let cells = |row: &[Markup; N]| {
        html! {
            @for (index, (cell, head)) in row.iter().zip(heads).enumerate() {
                @if index == 0 { th scope="row" role="rowheader" { (cell) } }
                @else { td role="cell" data-label=(head) .none[cell.0.is_empty()] { div { (cell) } } }
            }
        }
    };
    (!rows.is_empty()).then(|| {
        html! {
            table.cards.apart role="table" {
                caption.unseen { (caption) }
                thead role="rowgroup" { tr role="row" {
                    @for head in heads { th scope="col" role="columnheader" { (head) } }
                } }
                tbody role="rowgroup" { @for row in rows { tr role="row" { (cells(row)) } } }
            }
        }
    })
}

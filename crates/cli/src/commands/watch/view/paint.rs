//! The few ways in which text comes onto the buffer.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::look::{Look, Sign};
use crate::config::Thresholds;
use crate::show::meter::Level;
use crate::show::width;

/// A line of spans from the left of a row of `area`.
pub(super) fn line(buffer: &mut Buffer, area: Rect, row: u16, spans: Vec<Span<'_>>) {
    if row < area.height {
        buffer.set_line(area.x, area.y + row, &Line::from(spans), area.width);
    }
}

/// Text that ends at the right of a row of `area`; what is left of it stays.
pub(super) fn right(buffer: &mut Buffer, area: Rect, row: u16, text: &str, style: Style) {
    let columns = u16::try_from(width::columns(text)).unwrap_or(u16::MAX).min(area.width);
    if row < area.height {
        let x = area.right() - columns;
        buffer.set_stringn(x, area.y + row, text, usize::from(columns), style);
    }
}

/// A title strip: title, dotted leader, meta.
pub(super) fn strip(buffer: &mut Buffer, look: &Look, area: Rect, title: Vec<Span<'_>>, meta: Vec<Span<'_>>) {
    let leader = look.sign(Sign::Leader).repeat(usize::from(area.width));
    let (left, right): (usize, usize) = (spans_width(&title) + 1, spans_width(&meta) + 1);
    line(buffer, area, 0, vec![Span::styled(leader, look.quiet())]);
    let mut title = title;
    title.push(Span::raw(" "));
    line(buffer, area, 0, title);
    let room = usize::from(area.width);
    if !meta.is_empty() && left + right <= room {
        let x = area.x + u16::try_from(room - right).unwrap_or(0);
        let mut spans = vec![Span::raw(" ")];
        spans.extend(meta);
        buffer.set_line(x, area.y, &Line::from(spans), area.width);
    }
}

/// Columns that spans take.
pub(super) fn spans_width(spans: &[Span<'_>]) -> usize {
    spans.iter().map(|span| width::columns(&span.content)).sum()
}

/// A meter of cells; the last lit one is dithered, as on the page.
pub(super) fn meter(look: &Look, percent: f64, thresholds: Thresholds, cells: usize) -> Vec<Span<'static>> {
    let style = look.level(Level::of(percent, thresholds));
    let share = percent.clamp(0.0, 100.0) / 100.0 * cells as f64;
    let lit = share as usize;
    let half = usize::from(lit < cells && share - lit as f64 >= 0.5);
    let lit_text = look.sign(Sign::Lit).repeat(lit) + &look.sign(Sign::Half).repeat(half);
    vec![
        Span::styled(lit_text, style),
        Span::styled(look.sign(Sign::Unlit).repeat(cells - lit - half), look.quiet()),
    ]
}

/// In the place of a meter whose value is missing.
pub(super) fn no_meter(look: &Look, cells: usize) -> Span<'static> {
    Span::styled(look.sign(Sign::Missing).repeat(cells), look.quiet())
}

/// A sparkline of values of 0 to `top`, each in the style of its own level. A missing value is a hole.
pub(super) fn sparkline(
    look: &Look,
    values: impl Iterator<Item = Option<f64>>,
    top: f64,
    style: impl Fn(f64) -> Style,
) -> Vec<Span<'static>> {
    let column = |value: Option<f64>| match value {
        Some(value) => Span::styled(look.bar(if top > 0.0 { value / top } else { 0.0 }), style(value)),
        None => Span::raw(" "),
    };
    values.map(column).collect()
}

/// Writes a cell of a table, `columns` wide.
pub(super) fn cell(
    buffer: &mut Buffer,
    at: (u16, u16),
    columns: u16,
    text: &str,
    to_the_right: bool,
    style: Style,
) {
    let wide = u16::try_from(width::columns(text)).unwrap_or(u16::MAX).min(columns);
    let x = if to_the_right { at.0 + columns - wide } else { at.0 };
    buffer.set_stringn(x, at.1, text, usize::from(wide), style);
}

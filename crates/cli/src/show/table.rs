//! Tables whose columns stand below each other, whatever is in them.

use super::width;

/// One column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// Whether its cells end below each other instead of beginning there.
    pub(crate) right: bool,
    /// Most columns it takes; what is longer is clipped. A column of none is left out.
    pub(crate) most: usize,
}

impl Column {
    /// Text, from the left.
    pub(crate) const fn left(most: usize) -> Self {
        Self { right: false, most }
    }

    /// Numbers, to the right.
    pub(crate) const fn right(most: usize) -> Self {
        Self { right: true, most }
    }
}

/// The lines of a table: two spaces between columns, the last one takes what is left of `room`; where there is no end of
/// room ([`usize::MAX`]) nothing is clipped. Cells must be harmless already.
pub(crate) fn lines<const N: usize>(columns: [Column; N], rows: &[[String; N]], room: usize) -> Vec<String> {
    let most = |column: Column| if room == usize::MAX && column.most > 0 { usize::MAX } else { column.most };
    let mut widths = [0; N];
    for row in rows {
        for ((width, cell), column) in widths.iter_mut().zip(row).zip(columns) {
            *width = (*width).max(width::columns(cell).min(most(column)));
        }
    }
    let before: usize = widths
        .iter()
        .zip(&columns)
        .take(N.saturating_sub(1))
        .filter(|(_, column)| column.most > 0)
        .map(|(width, _)| width + 2)
        .sum();
    if let Some(last) = widths.last_mut() {
        *last = (*last).min(room.saturating_sub(before).max(1));
    }
    rows.iter().map(|row| line(row, &columns, &widths)).collect()
}

fn line(row: &[String], columns: &[Column], widths: &[usize]) -> String {
    let shown = row.iter().zip(columns).zip(widths).filter(|((_, column), _)| column.most > 0);
    let cells = shown.map(|((cell, column), width)| {
        let cell = width::clipped(cell, *width);
        if column.right { width::right(&cell, *width) } else { width::left(&cell, *width) }
    });
    cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_below_each_other_and_no_line_is_too_long() {
        let row = |pid: &str, user: &str, name: &str| [pid.to_owned(), user.to_owned(), name.to_owned()];
        let rows = [
            row("PID", "사용자", "이름"),
            row("1", "root", "systemd"),
            row("31234", "averylongusername", &"가".repeat(60)),
        ];
        let lines = lines([Column::right(7), Column::left(10), Column::left(500)], &rows, 40);
        assert_eq!(lines[0], "  PID  사용자      이름");
        assert_eq!(lines[1], "    1  root        systemd");
        assert_eq!(lines[2], format!("31234  averylong…  {}…", "가".repeat(10)));
        assert!(lines.iter().all(|line| width::columns(line) <= 40));
    }

    #[test]
    fn where_there_is_no_end_of_room_nothing_is_clipped() {
        let rows = [["가나다라마바사", "b", "long enough"].map(str::to_owned)];
        let columns = [Column::left(5), Column::left(0), Column::left(5)];
        assert_eq!(lines(columns, &rows, usize::MAX), ["가나다라마바사  long enough"]);
    }

    #[test]
    fn a_column_of_none_is_left_out_with_its_blanks() {
        let rows = [["a", "b", "c"].map(str::to_owned)];
        assert_eq!(lines([Column::left(5), Column::left(0), Column::left(5)], &rows, 40), ["a  c"]);
    }
}

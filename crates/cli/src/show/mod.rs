//! Drawing with characters: numbers, meters, tables. What is drawn is decided by the commands.

pub(crate) mod meter;
pub(crate) mod number;
pub(crate) mod page;
pub(crate) mod table;
pub(crate) mod verdict;
pub(crate) mod width;

//! What every entry must hold, and how processes are matched with entries.

mod matching;
mod quality;

//! What a delta holds, and that it leads from one list to the next.

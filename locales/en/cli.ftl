## The terminal: words that several commands share

level-good = roomy
level-warn = tight
level-bad = at limit

gap-denied = not allowed to see
gap-unsupported = not on this system
gap-not_yet = not yet known
gap-gone = it has ended
gap-failed = could not be read

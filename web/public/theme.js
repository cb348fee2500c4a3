// Runs before the first paint: a stored theme must not flash the other one. A file of its own,
// because the content security policy forbids inline scripts.
(function () {
  var root = document.documentElement;
  try {
    if (localStorage.getItem('theme') === 'paper') root.dataset.theme = 'paper';
    if (localStorage.getItem('scan') === 'on') root.dataset.scan = '';
  } catch (_) {
    // Storage may be switched off; the default theme is right then.
  }
})();

// Before anything is drawn: the colours that somebody chose on this machine.
(() => {
  try {
    const chosen = localStorage.getItem('vx-theme');
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
  } catch {
    // a browser that keeps nothing shows those of the system
  }
})();

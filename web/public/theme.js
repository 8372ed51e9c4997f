// Runs before the first paint, so that a dark screen never flashes white.
(() => {
  let scheme = 'auto';
  try {
    scheme = localStorage.getItem('vochi-theme') || 'auto';
  } catch {
    // storage is forbidden: the system decides
  }
  if (scheme === 'auto') {
    scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
})();

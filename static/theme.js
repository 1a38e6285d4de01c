// Runs before the first paint, so that a chosen theme never flashes. A file of its own because the policy
// allows no inline script. The key is the one of src/lib/look/theme.svelte.ts.
(function () {
	try {
		var base = new URL('.', document.currentScript.src).pathname;
		var theme = localStorage.getItem('updown:theme:' + base);
		if (theme === 'light' || theme === 'dark') document.documentElement.setAttribute('data-theme', theme);
	} catch {
		// No storage: the system's theme it is.
	}
})();

// The colours that the user of this browser preferred last, before anything of the page is shown:
// therefore no module, which would come later. `preferences.js` learns and keeps them.
document.documentElement.dataset.colours = localStorage.getItem("colours") ?? "auto";

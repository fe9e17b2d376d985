// Light or dark theme: the setting of the system, or the choice made here.

const KEY = "pipefilter.colours";
const CHOICES = ["light", "dark"];

function kept() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return ""; // storage may be forbidden
  }
}

function apply(choice) {
  if (CHOICES.includes(choice)) document.documentElement.dataset.theme = choice;
  else delete document.documentElement.dataset.theme;
}

apply(kept());

/** Let a select choose the theme. */
export function themeSwitch(select) {
  const now = kept();
  select.value = CHOICES.includes(now) ? now : "";
  select.addEventListener("change", () => {
    apply(select.value);
    try {
      if (select.value) localStorage.setItem(KEY, select.value);
      else localStorage.removeItem(KEY);
    } catch {
      // then the choice holds until the page is closed
    }
  });
}

"use strict";

// Without this script every question is shown; with it, those that the three lists choose.
const filters = document.getElementById("filters");
const cases = [...document.querySelectorAll(".case")];

function choose() {
  const chosen = [...new FormData(filters)].filter(([, value]) => value);
  for (const one of cases) one.hidden = chosen.some(([name, value]) => one.dataset[name] !== value);
  const shown = cases.filter((one) => !one.hidden).length;
  document.getElementById("count").textContent = `${shown} of ${cases.length} shown`;
}

filters.addEventListener("change", choose);
filters.hidden = false;
choose();

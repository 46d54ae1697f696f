"use strict";
(() => {
  const source = document.getElementById("chart-data").textContent;
  const draw = () => {
    const look = getComputedStyle(document.documentElement);
    const colour = (key, value) =>
      typeof value === "string" && value.startsWith("--") ? look.getPropertyValue(value).trim() : value;
    const charts = JSON.parse(source, colour);
    for (const [id, chart] of Object.entries(charts)) {
      const place = document.getElementById(id);
      if (!place) continue;
      if (matchMedia("print").matches) chart.layout.width = Math.min(place.clientWidth, 660);
      place.style.height = chart.layout.height + "px";
      Plotly.react(place, chart.data, chart.layout, { displayModeBar: false, responsive: true });
    }
  };
  draw();
  for (const query of ["(prefers-color-scheme: dark)", "print"]) {
    matchMedia(query).addEventListener("change", draw);
  }
})();

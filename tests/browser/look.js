// Opens pages in Chromium, at two widths, light and dark, folded and unfolded: runs axe-core, tries the keyboard, and
// takes pictures, one of paper too. A week has to be printed on one sheet of A4 and of Letter. Called by `python -m tests.browser`; answers with JSON on standard output.
const fs = require("fs");
const path = require("path");
const { pages, chromium: executablePath, pictures } = JSON.parse(fs.readFileSync(0, "utf8"));
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core"), "utf8");

(async () => {
  const browser = await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  const found = [];
  for (const page of pages) {
    for (const width of [390, 1280]) {
      for (const colorScheme of ["light", "dark"]) {
        const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, javaScriptEnabled: true });
        const tab = await context.newPage();
        const asked = [];
        tab.on("request", (request) => asked.push(request.url()));
        await tab.goto("file://" + page);
        const name = path.basename(page, ".html") + `-${width}-${colorScheme}`;
        const take = async (of) => pictures && (await tab.screenshot({ path: path.join(pictures, `${name}-${of}.png`), fullPage: true }));
        if (pictures && width > 1000) await tab.pdf({ path: path.join(pictures, name + ".pdf"), format: "A4", margin: { top: "15mm", bottom: "15mm", left: "15mm", right: "15mm" } });
        if (path.basename(page).startsWith("week-") && width > 1000) {
          const problems = [];
          for (const format of ["A4", "Letter"]) {
            const file = pictures && path.join(pictures, `${name}-${format}.pdf`);
            const pdf = await tab.pdf({ format, ...(file && { path: file }) });
            const sheets = (pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) || []).length;
            if (sheets !== 1) problems.push(`takes ${sheets} sheets of ${format}`);
          }
          found.push({ name: `${name}-printed`, problems });
        }
        for (const open of [false, true]) {
          await tab.evaluate((open) => document.querySelectorAll("details").forEach((x) => (x.open = open)), open);
          await take(open ? "open" : "folded");
          await tab.evaluate(axe);
          const { violations, incomplete } = await tab.evaluate(() => axe.run(document, { resultTypes: ["violations", "incomplete"] }));
          const short = (kind) => (x) => `${kind} ${x.id}: ${x.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(", ")}`;
          found.push({
            name: `${name}-${open ? "open" : "folded"}`,
            problems: [...violations.map(short("violation")), ...incomplete.map(short("unsure"))],
          });
        }
        const problems = [];
        for (const narrow of width < 1000 ? [width, 320] : [width]) {
          await tab.setViewportSize({ width: narrow, height: 900 });
          const wide = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          if (wide > 0) problems.push(`scrolls sideways by ${wide} pixels at ${narrow}`);
        }
        await tab.evaluate(() => document.querySelectorAll("details").forEach((x) => (x.open = false)));
        if (asked.length > 1) problems.push(`asks for ${asked.slice(1).join(", ")}`);
        const count = await tab.locator("summary").count();
        for (let number = 0; number < count; number++) {
          await tab.keyboard.press("Tab");
          await tab.keyboard.press("Enter");
          const [open, outline] = await tab.evaluate((at) => {
            const fold = document.querySelectorAll("details")[at];
            const { outlineStyle, outlineWidth } = getComputedStyle(fold.querySelector("summary"));
            return [fold.open, outlineStyle === "none" ? 0 : parseFloat(outlineWidth)];
          }, number);
          if (!open) problems.push(`the keyboard does not open fold ${number + 1}`);
          if (!(outline >= 2)) problems.push(`nothing shows that fold ${number + 1} has the focus`);
        }
        found.push({ name: `${name}-keyboard, ${count} folds`, problems });
        await context.close();
      }
    }
  }
  await browser.close();
  console.log(JSON.stringify(found));
})();

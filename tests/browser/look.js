// Opens pages in Chromium, at two widths, light and dark, folded and unfolded: runs axe-core, tries the keyboard, and
// takes a picture of each. Called by `python -m tests.browser`; answers with JSON on standard output.
const fs = require("fs");
const path = require("path");
const { pages, chromium: executablePath, pictures } = JSON.parse(fs.readFileSync(0, "utf8"));
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core"), "utf8");

(async () => {
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
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
        if (pictures) await tab.screenshot({ path: path.join(pictures, name + ".png"), fullPage: true });
        for (const open of [false, true]) {
          await tab.evaluate((open) => document.querySelectorAll("details").forEach((x) => (x.open = open)), open);
          await tab.evaluate(axe);
          const { violations, incomplete } = await tab.evaluate(() => axe.run(document, { resultTypes: ["violations", "incomplete"] }));
          const short = (kind) => (x) => `${kind} ${x.id}: ${x.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(", ")}`;
          found.push({
            name: `${name}-${open ? "open" : "folded"}`,
            problems: [...violations.map(short("violation")), ...incomplete.map(short("unsure"))],
          });
        }
        await tab.evaluate(() => document.querySelectorAll("details").forEach((x) => (x.open = false)));
        const problems = [];
        const wide = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (wide > 0) problems.push(`scrolls sideways by ${wide} pixels`);
        if (asked.length > 1) problems.push(`asks for ${asked.slice(1).join(", ")}`);
        const count = await tab.locator("summary").count();
        for (let number = 0; number < count; number++) {
          await tab.keyboard.press("Tab");
          await tab.keyboard.press("Enter");
          const open = await tab.evaluate((at) => document.querySelectorAll("details")[at].open, number);
          if (!open) problems.push(`the keyboard does not open fold ${number + 1}`);
        }
        found.push({ name: `${name}-keyboard, ${count} folds`, problems });
        await context.close();
      }
    }
  }
  await browser.close();
  console.log(JSON.stringify(found));
})();

// node fill.mjs NAME TEMPLATE FEW.json MANY.json: fills the template twice, with a few records to warm up and with the
// many that count; prints the seconds of the second and the peak of memory in MB.

import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

const [name, template, few, many] = process.argv.slice(2);
const source = readFileSync(template);
const fill = { docxtemplater, "docx-templates": docxTemplates }[name];
const filler = await fill();

await filler(source, JSON.parse(readFileSync(few)));
const data = JSON.parse(readFileSync(many));
const begun = performance.now();
const report = await filler(source, data);
const seconds = (performance.now() - begun) / 1000;
if (report.length < 1000) throw new Error("there is no report");
process.stdout.write(JSON.stringify({ seconds, peak: peak() }) + "\n");

function peak() {
  try {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}

async function docxtemplater() {
  const { default: PizZip } = await import("pizzip");
  const { default: Docxtemplater } = await import("docxtemplater");
  return async (source, data) => {
    const document = new Docxtemplater(new PizZip(source), { paragraphLoop: true, linebreaks: true });
    document.render(data);
    return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
  };
}

async function docxTemplates() {
  const { createReport } = await import("docx-templates");
  return (source, data) => createReport({ template: source, data, cmdDelimiter: "+++", noSandbox: true });
}

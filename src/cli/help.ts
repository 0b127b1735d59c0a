import { OPTION_GROUPS, type Option } from "./option-table.js";

const USAGE = `Label smoothing for datasets: reads labelled rows, writes soft targets to them.

  smooth-dataset <input> [output] [options]
  smooth-dataset <input...> -o <output> [options]
  smooth-dataset score <input> [output] [options]   loss and metrics alone

Files are CSV, TSV or Arrow, by their extension; - is stdin or stdout.

Examples:
  smooth-dataset iris.csv iris.arrow                   one-hot, smoothed by 0.1
  smooth-dataset iris.csv out.csv --label species --eps 0.2
  smooth-dataset digits.csv out.csv --num-classes 10   labels are 0 to 9
  smooth-dataset val.csv val.arrow --classes @train.arrow
  smooth-dataset part-*.csv -o all.arrow --codes label_id
  cat iris.csv | smooth-dataset - --classes a,b,c | head
  smooth-dataset score val.csv --pred 'logit_*' --by fold`;

const EXIT_CODES =
  "Exit codes: 0 done; at fault: 1 the data, 2 the call, 3 the system, 4 this tool.";

/**
 * The help text, from the same table that the command line is read by.
 * @param width The columns of the terminal.
 */
export async function renderHelp(width: number): Promise<string> {
  // Loading it takes longer than a small run, so nothing else does.
  const { default: yargs } = await import("yargs");
  const page = yargs([])
    .scriptName("smooth-dataset")
    .help(false)
    .version(false)
    .wrap(Math.min(width, 100));
  for (const { title, options } of OPTION_GROUPS) {
    for (const option of options) {
      page.option(spelling(option), {
        alias: option.aliases,
        describe: option.help,
        group: title,
      });
    }
  }
  // yargs would take the indent from the examples.
  return [USAGE, await page.getHelp(), EXIT_CODES].join("\n\n");
}

/** `eps E`: what yargs takes for a name is shown as it is, so that the value is seen beside it. */
function spelling({ name, value }: Option): string {
  return value === undefined ? name : `${name} ${value}`;
}

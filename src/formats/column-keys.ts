import { PLACES, type Shape } from "../wording/shapes.js";

/** A column's name or place. */
export const COLUMN_KEY: Shape = {
  expected: "a column's name, or its place from 0 on",
  fits: (value) => typeof value === "string" || PLACES.fits([value]),
};

/** Columns by name or place. */
export const COLUMN_KEYS: Shape = {
  expected: "an array of column names, or of their places from 0 on",
  fits: (value) => Array.isArray(value) && value.every(COLUMN_KEY.fits),
};

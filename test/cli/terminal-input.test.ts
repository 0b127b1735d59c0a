import { isatty } from "node:tty";
import { afterEach, describe, expect, it, vi } from "vitest";
import { terminalNotice } from "../../src/cli/terminal-input.js";

vi.mock("node:tty", () => ({ isatty: vi.fn<typeof isatty>() }));

afterEach(() => vi.mocked(isatty).mockReset());

describe("a terminal as the input", () => {
  it("is spoken of where stdin is asked for", () => {
    vi.mocked(isatty).mockImplementation((descriptor) => descriptor === 0);
    expect(terminalNotice(["a.csv", "-"])).toEqual({
      code: "TERMINAL_INPUT",
      message: "reading from the terminal; end with ctrl-D",
    });
  });

  it("does not matter where files are read", () => {
    vi.mocked(isatty).mockReturnValue(true);
    expect(terminalNotice(["a.csv", "./-"])).toBeUndefined();
  });

  it("is none where stdin is a pipe, whatever stdout is", () => {
    vi.mocked(isatty).mockImplementation((descriptor) => descriptor !== 0);
    expect(terminalNotice(["-"])).toBeUndefined();
  });
});

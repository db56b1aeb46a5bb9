package cli

import (
	"bytes"

	"naftiko/engine"
)

// printsBytes reports whether results of op, as they are to be written, are bytes.
func printsBytes(o *invokeOptions, op *engine.Op) bool {
	return op.Format == "binary" && (o.format == "" || o.format == "text" || o.format == "raw")
}

// refuseBinary keeps binary answers from a terminal, before they are asked for.
func (a *app) refuseBinary(o *invokeOptions, op *engine.Op) error {
	if !printsBytes(o, op) || o.explain || !a.toTerminal(o) {
		return nil
	}
	return binaryTerminal("answers of %s are binary", op.ID)
}

// looked is how much of an answer is looked at: text has no NUL byte.
const looked = 8000

// refuseBytes keeps an answer that turns out to be binary from a terminal.
func (a *app) refuseBytes(o *invokeOptions, body []byte) error {
	if !a.toTerminal(o) || bytes.IndexByte(body[:min(len(body), looked)], 0) < 0 {
		return nil
	}
	return binaryTerminal("the answer is binary")
}

func binaryTerminal(format string, args ...any) error {
	return usage("binary-terminal", format+", and standard output is a terminal", args...).
		Help("write it to a file with  --out FILE, or into a pipe")
}

// toTerminal reports whether results go to a terminal.
func (a *app) toTerminal(o *invokeOptions) bool { return a.env.StdoutTTY && !o.toFile() }

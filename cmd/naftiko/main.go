// Command naftiko runs capability documents: it calls their operations from the
// shell, checks them and serves stand-ins for the APIs they consume.
package main

import (
	"context"
	"io"
	"log"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/term"

	"naftiko/cmd/internal/cli"
)

func main() { os.Exit(run()) }

// gcPercent lets a short run collect its garbage less often: on a document of
// 10,000 operations that saves a fifth of the processor time for a twentieth
// more memory.
const gcPercent = 300

func run() int {
	log.SetOutput(io.Discard) // net/http writes bytes of upstreams to it
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	done := make(chan struct{})
	defer close(done)
	go watch(signals, done, cancel)
	return cli.Run(ctx, os.Args[1:], environment())
}

// grace is how long a run may take to end after a signal. What does not listen
// to a context, as reading a silent pipe, does not keep the program longer.
const grace = time.Second

// watch cancels the run on the first signal, and ends the program when the run
// takes no notice or a second one comes.
func watch(signals chan os.Signal, done <-chan struct{}, cancel context.CancelCauseFunc) {
	defer signal.Stop(signals)
	var s os.Signal
	select {
	case <-done:
		return
	case s = <-signals:
		cancel(cli.Interrupted{Signal: s})
	}
	select {
	case <-done:
	case <-signals:
		os.Exit(cli.Interrupted{Signal: s}.Code())
	case <-time.After(grace):
		os.Exit(cli.Interrupted{Signal: s}.Code())
	}
}

// environment describes the process to the command line.
func environment() cli.Env {
	env := cli.Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		StdinTTY: isTerminal(os.Stdin), StdoutTTY: isTerminal(os.Stdout), StderrTTY: isTerminal(os.Stderr),
		LookupEnv: os.LookupEnv, GOOS: runtime.GOOS,
	}
	for _, f := range []*os.File{os.Stdout, os.Stderr} {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			env.Width = width
			break
		}
	}
	if dir, err := os.UserConfigDir(); err == nil {
		env.ConfigDir = dir
	}
	return env
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

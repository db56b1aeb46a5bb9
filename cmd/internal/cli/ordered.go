package cli

import (
	"context"
	"errors"
	"iter"
	"runtime/debug"
	"sync"
)

// perWorker is how many items each worker may be ahead of the consumer: so much
// that one slow item does not make the others wait, so little that their results
// take little memory.
const perWorker = 8

// ordered calls work for each item of in, on up to workers goroutines, and yields
// the results in the order of in. At most perWorker results a worker wait for their
// turn; until then no more of in is read.
//
// Everything but work happens in the caller's goroutine. When the consumer stops or
// ctx ends, no work is begun any more, and what is begun is waited for: no goroutine
// is left when the iterator returns. That work should listen to ctx itself if it
// takes long. A consumer tells by ctx whether it got all.
//
// A panic in work becomes one of the caller, a [crash], when its result's turn comes.
func ordered[T, R any](ctx context.Context, in iter.Seq[T], workers int, work func(T) R) iter.Seq[R] {
	return func(yield func(R) bool) {
		next, stop := iter.Pull(in)
		defer stop()
		ctx, cancel := context.WithCancel(ctx)
		p := &pool[T, R]{free: max(workers, 1), work: work}
		p.jobs = make(chan *job[T, R], p.free*perWorker) // so that sending never blocks
		defer p.wait()
		defer cancel()
		for more := true; ctx.Err() == nil; {
			if more && len(p.turn) < cap(p.jobs) {
				var item T
				if item, more = next(); more {
					p.start(ctx, item)
				}
			}
			switch {
			case len(p.turn) == 0:
				if !more {
					return
				}
			case more && len(p.turn) < cap(p.jobs) && !p.turn[0].ended():
				// There is time to read on.
			default:
				if r, ok := p.take(ctx); !ok || !yield(r) {
					return
				}
			}
		}
	}
}

// pool is the state of one range over [ordered].
type pool[T, R any] struct {
	work func(T) R
	jobs chan *job[T, R]
	// turn holds the jobs whose results are not yet taken, in order.
	turn []*job[T, R]
	// free is how many workers may still be started.
	free    int
	workers sync.WaitGroup
}

// job is one item on its way through a worker.
type job[T, R any] struct {
	item   T
	result R
	crash  *crash
	done   chan struct{}
}

func (p *pool[T, R]) start(ctx context.Context, item T) {
	j := &job[T, R]{item: item, done: make(chan struct{})}
	p.turn = append(p.turn, j)
	p.jobs <- j
	if p.free > 0 {
		p.free--
		p.workers.Go(func() { p.serve(ctx) })
	}
}

// take waits for the first job's result; ok is false if ctx ends.
func (p *pool[T, R]) take(ctx context.Context) (r R, ok bool) {
	j := p.turn[0]
	select {
	case <-j.done:
	case <-ctx.Done():
	}
	if ctx.Err() != nil { // even if there is a result: it may tell of that end
		return r, false
	}
	p.turn[0] = nil
	p.turn = p.turn[1:]
	if j.crash != nil {
		panic(*j.crash)
	}
	return j.result, true
}

// wait ends the workers.
func (p *pool[T, R]) wait() {
	close(p.jobs)
	p.workers.Wait()
}

func (p *pool[T, R]) serve(ctx context.Context) {
	for j := range p.jobs {
		if ctx.Err() != nil {
			return
		}
		j.run(p.work)
	}
}

// errGone is the crash of work that ended its goroutine.
var errGone = errors.New("the goroutine was ended")

func (j *job[T, R]) run(work func(T) R) {
	defer close(j.done)
	j.crash = &crash{value: errGone}
	defer func() {
		if j.crash == nil {
			return
		}
		if r := recover(); r != nil {
			j.crash.value = r
		}
		j.crash.stack = debug.Stack()
	}()
	j.result = work(j.item)
	j.crash = nil
}

func (j *job[T, R]) ended() bool {
	select {
	case <-j.done:
		return true
	default:
		return false
	}
}

// crash is a panic of another goroutine, with the stack of where it happened.
type crash struct {
	value any
	stack []byte
}

// crashed returns what a recovered panic was about, and the stack to report: its
// own, unless it began in another goroutine.
func crashed(r any, stack []byte) (value any, where []byte) {
	if c, ok := r.(crash); ok {
		return crashed(c.value, c.stack)
	}
	return r, stack
}

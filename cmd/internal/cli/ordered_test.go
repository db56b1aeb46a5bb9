package cli

import (
	"context"
	"errors"
	"iter"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// upTo yields 0 to n-1 and counts in read how many were taken.
func upTo(n int, read *int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			*read++
			if !yield(i) {
				return
			}
		}
	}
}

// turmoil lets the work that is under way end in a random order. It is used in a
// bubble of synctest.
type turmoil struct {
	mu    sync.Mutex
	gates []chan struct{}
	most  int // of what was under way at once
}

func (u *turmoil) work(i int) int {
	gate := make(chan struct{})
	u.mu.Lock()
	u.gates = append(u.gates, gate)
	u.most = max(u.most, len(u.gates))
	u.mu.Unlock()
	<-gate
	return i * i
}

func (u *turmoil) run(r *rand.Rand, end <-chan struct{}) {
	for {
		synctest.Wait()
		select {
		case <-end:
			return
		default:
		}
		u.mu.Lock()
		if n := len(u.gates); n > 0 {
			i := r.IntN(n)
			close(u.gates[i])
			u.gates = slices.Delete(u.gates, i, i+1)
		}
		u.mu.Unlock()
	}
}

func TestOrdered(t *testing.T) {
	const n = 300
	for workers := range 6 { // 0 is taken for 1
		synctest.Test(t, func(t *testing.T) {
			u := &turmoil{}
			end := make(chan struct{})
			var started sync.WaitGroup
			started.Go(func() { u.run(rand.New(rand.NewPCG(1, uint64(workers))), end) })
			read, next := 0, 0
			for got := range ordered(t.Context(), upTo(n, &read), workers, u.work) {
				require.Equal(t, next*next, got)
				require.LessOrEqual(t, read-next, max(workers, 1)*perWorker, "read ahead")
				next++
			}
			assert.Equal(t, n, next)
			assert.Equal(t, max(workers, 1), u.most)
			close(end)
			started.Wait()
		})
	}
}

// A slow first item does not let the others pile up.
func TestOrdered_window(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const workers = 3
		gate := make(chan struct{})
		var began, read int
		var mu sync.Mutex
		work := func(i int) int {
			if i == 0 {
				<-gate
			}
			mu.Lock()
			began++
			mu.Unlock()
			return i
		}
		var checker sync.WaitGroup
		checker.Go(func() {
			synctest.Wait()
			mu.Lock()
			assert.Equal(t, workers*perWorker-1, began, "what fits behind the slow one")
			mu.Unlock()
			close(gate)
		})
		next := 0
		for got := range ordered(t.Context(), upTo(1000, &read), workers, work) {
			require.Equal(t, next, got)
			next++
		}
		checker.Wait()
		assert.Equal(t, 1000, next)
	})
}

func TestOrdered_few(t *testing.T) {
	for n := range 3 {
		var read int
		assert.Len(t, slices.Collect(ordered(t.Context(), upTo(n, &read), 8, func(i int) int { return i })), n)
	}
}

// An iterator can be ranged over again.
func TestOrdered_again(t *testing.T) {
	var read int
	seq := ordered(t.Context(), upTo(20, &read), 2, func(i int) int { return i })
	first := slices.Collect(seq)
	assert.Equal(t, first, slices.Collect(seq))
	assert.Equal(t, 40, read)
}

// The bubble sees to it that no goroutine is left.
func TestOrdered_stop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var read int
		for got := range ordered(t.Context(), upTo(1000, &read), 4, func(i int) int { return i }) {
			if got == 5 {
				break
			}
		}
		assert.LessOrEqual(t, read, 6+4*perWorker)
	})
}

func TestOrdered_cancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var read int
		var mu sync.Mutex
		began := 0
		work := func(int) int { // it listens to ctx, and would never end without
			mu.Lock()
			began++
			mu.Unlock()
			<-ctx.Done()
			return 0
		}
		var other sync.WaitGroup
		other.Go(func() {
			synctest.Wait()
			cancel()
		})
		for range ordered(ctx, upTo(1000, &read), 4, work) {
			t.Error("a result after the end")
		}
		other.Wait()
		assert.Equal(t, 4, began, "what had begun, and no more")
		for range ordered(ctx, upTo(1000, &read), 4, work) {
			t.Error("a result of a context that had ended before")
		}
		assert.Equal(t, 4, began)
	})
}

// What is read may see the end of ctx first: what it says of it is not passed on.
func TestOrdered_cancelInside(t *testing.T) {
	for range 100 {
		ctx, cancel := context.WithCancel(t.Context())
		in := func(yield func(error) bool) {
			cancel()
			yield(ctx.Err())
		}
		for err := range ordered(ctx, in, 2, func(err error) error { return err }) {
			t.Error("a result after the end: ", err)
		}
	}
}

func stumble(i int) int {
	if i >= 7 {
		panic(errors.New("stumbled"))
	}
	return i
}

// A panic comes when it is its turn, in the caller's goroutine, with the place
// where it began.
func TestOrdered_panic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got []int
		defer func() {
			value, stack := crashed(recover(), nil)
			assert.EqualError(t, value.(error), "stumbled")
			assert.Contains(t, string(stack), "stumble(")
			assert.Equal(t, []int{0, 1, 2, 3, 4, 5, 6}, got)
		}()
		var read int
		for r := range ordered(t.Context(), upTo(1000, &read), 4, stumble) {
			got = append(got, r)
		}
	})
}

func TestOrdered_goexit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		defer func() {
			value, _ := crashed(recover(), nil)
			assert.Equal(t, errGone, value)
		}()
		var read int
		for range ordered(t.Context(), upTo(1000, &read), 4, func(int) int { runtime.Goexit(); return 0 }) {
			t.Error("a result of nothing")
		}
	})
}

// A panic of the consumer, or of what is read, leaves no goroutine either.
func TestOrdered_otherPanics(t *testing.T) {
	for name, in := range map[string]iter.Seq[int]{
		"consumer": slices.Values(make([]int, 100)),
		"input": func(yield func(int) bool) {
			for range 20 {
				if !yield(1) {
					return
				}
			}
			panic("here")
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				assert.PanicsWithValue(t, "here", func() {
					for r := range ordered(t.Context(), in, 4, func(i int) int { return i }) {
						if r == 0 {
							panic("here")
						}
					}
				})
			})
		})
	}
}

func TestCrashed(t *testing.T) {
	value, stack := crashed("x", []byte("here"))
	assert.Equal(t, "x", value)
	assert.Equal(t, "here", string(stack))
	value, stack = crashed(crash{crash{"x", []byte("deepest")}, []byte("deep")}, []byte("here"))
	assert.Equal(t, "x", value)
	assert.Equal(t, "deepest", string(stack))
}

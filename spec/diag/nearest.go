package diag

import "strings"

// Nearest returns the candidate most like name, or "" when none is close enough
// to be what the author meant. Case, '-' and '_' do not count as differences;
// a name of one or two letters is like none but itself. Of equally close candidates
// the first wins.
func Nearest(name string, candidates []string) string {
	want := []rune(Fold(name))
	limit := max(1, len(want)/3)
	if len(want) <= 2 {
		limit = 0
	}
	best := ""
	for _, c := range candidates {
		have := []rune(Fold(c))
		if abs(len(have)-len(want)) > limit {
			continue
		}
		if d := distance(want, have); d <= limit && (best == "" || d < limit) {
			best, limit = c, d
			if d == 0 {
				break
			}
		}
	}
	return best
}

// Fold returns name in lower case without punctuation: the form in which two
// spellings of one name are equal (userId, user_id, user-id).
func Fold(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r < 0x80 && (r < '0' || r > '9') && (r < 'a' || r > 'z'):
			return -1
		}
		return r
	}, name)
}

// distance is the optimal string alignment distance: insertions, deletions,
// substitutions and swaps of neighbours each cost one.
func distance(a, b []rune) int {
	before, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], before[j-2]+1)
			}
		}
		before, prev, cur = prev, cur, before
	}
	return prev[len(b)]
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

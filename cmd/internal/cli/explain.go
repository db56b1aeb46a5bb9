package cli

import (
	"fmt"
	"strings"

	"naftiko/engine"
	"naftiko/spec/value"
)

// noteMisses says which outputs are null because the answer has nothing for them.
func (a *app) noteMisses(misses []engine.Miss) {
	for _, m := range misses {
		what := "matches nothing in the answer"
		if m.Unfit {
			what = "is no " + m.Output.Type + " in the answer"
		}
		path := "the answer"
		if m.Output.Path != nil {
			path = m.Output.Path.String()
		}
		a.out.Warnf("%s: output %s is null: %s %s (--explain says what is there)", m.Output.Pos, m.Output.Name, path, what)
	}
}

// explain prints what each output found in an answer, in place of the result.
func (a *app) explain(o *invokeOptions, res *engine.Result) error {
	if o.format != "" && o.format != "text" {
		return a.writeResult(o, nil, explainValue(res))
	}
	rows := explainRows(res.Explained)
	if len(rows) == 0 {
		rows = [][]string{{"(the result)", "$", "the answer as it is: " + kindOf(res.Value())}}
	}
	return a.emit(o, []byte(strings.Join(section("Outputs", rows, a.out.Width())[1:], "\n")+"\n"))
}

func explainRows(all []engine.Explanation) [][]string {
	var rows [][]string
	for i := range all {
		e := &all[i]
		if e.Output.Path == nil && !e.Output.IsLiteral {
			continue // its parts say what is to be said
		}
		name, path := e.Name, "(value)"
		if name == "" {
			name = "(the result)"
		}
		if e.Output.Path != nil {
			path = e.Output.Path.String()
		}
		rows = append(rows, []string{name, path, outcome(e)})
	}
	return rows
}

// outcome says in words what an output found.
func outcome(e *engine.Explanation) string {
	text := found(e)
	if e.Unfit {
		text += fmt.Sprintf(", which is no %s: null", e.Output.Type)
	}
	switch {
	case e.Found == e.Tried:
	case e.Near != "":
		text += fmt.Sprintf("; did you mean %q? %s has %s", e.Near, e.At, someNames(e.Keys))
	case len(e.Keys) > 0:
		text += fmt.Sprintf("; %s has %s", e.At, someNames(e.Keys))
	case e.At != "":
		text += "; " + e.At + " has no names"
	}
	return text
}

func found(e *engine.Explanation) string {
	switch {
	case e.Tried == 0:
		return "not looked for: there is nothing to look in"
	case e.Found == 0 && e.Tried == 1:
		return "nothing"
	case e.Found == 0:
		return fmt.Sprintf("nothing in any of %d", e.Tried)
	case e.Tried == 1:
		return kindOf(e.Value)
	}
	return fmt.Sprintf("in %d of %d, the first %s", e.Found, e.Tried, kindOf(e.Value))
}

// shownText is how many characters of a text an explanation shows.
const shownText = 40

// kindOf describes a value in a few words.
func kindOf(v value.Value) string {
	switch v := v.(type) {
	case *value.Object:
		return "an object of " + count(v.Len(), "member")
	case value.List:
		return "a list of " + count(len(v), "entry")
	case value.Blob:
		return count(len(v.Data), "byte")
	case string:
		if text := []rune(v); len(text) > shownText {
			v = string(text[:shownText]) + "…"
		}
		return string(value.Quote(nil, v))
	}
	return string(value.Append(nil, v))
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if stem, ok := strings.CutSuffix(noun, "y"); ok {
		noun = stem + "ie"
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// explainValue is the explanation as data.
func explainValue(res *engine.Result) *value.Object {
	outputs := value.List{}
	for i := range res.Explained {
		e := &res.Explained[i]
		o := &value.Object{}
		o.Set("name", e.Name)
		o.Set("type", e.Output.Type)
		if e.Output.Path != nil {
			o.Set("path", e.Output.Path.String())
		}
		o.Set("tried", value.Int(int64(e.Tried)))
		o.Set("found", value.Int(int64(e.Found)))
		if e.OK {
			o.Set("first", e.Value)
		}
		if e.Unfit {
			o.Set("unfit", true)
		}
		if e.Output.Path != nil && e.Found < e.Tried {
			o.Set("at", e.At)
			o.Set("keys", names(e.Keys))
			if e.Near != "" {
				o.Set("nearest", e.Near)
			}
		}
		outputs = append(outputs, o)
	}
	return value.NewObject(value.Member{Name: "outputs", Value: outputs}, value.Member{Name: "result", Value: res.Value()})
}

func names(words []string) value.List {
	list := make(value.List, len(words))
	for i, w := range words {
		list[i] = w
	}
	return list
}

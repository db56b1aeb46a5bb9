package cli

import (
	"fmt"
	"strings"

	"naftiko/engine"
	"naftiko/spec/value"
)

// noteMisses says which outputs are null because the answer has nothing for them.
func (a *app) noteMisses(res *engine.Result) {
	for _, m := range res.Misses {
		name := "an output"
		if m.Output.Name != "" {
			name = "output " + m.Output.Name
		}
		a.out.Warnf("%s: %s is null: %s (--explain says what is there)", m.Output.Pos, name, missing(m))
	}
	if res.Fruitless {
		a.out.Warnf("no output found anything; the result is the whole answer")
	}
}

func missing(m engine.Miss) string {
	switch path := m.Output.Path; {
	case path == nil:
		return "the answer is no " + m.Output.Type
	case m.Unfit:
		return path.String() + " is no " + m.Output.Type + " in the answer"
	default:
		return path.String() + " matches nothing in the answer"
	}
}

// explain prints what each output found in an answer, in place of the result.
func (a *app) explain(o *invokeOptions, res *engine.Result) error {
	if o.format != "" && o.format != "text" {
		return a.writeResult(o, nil, explainValue(res))
	}
	rows := explainRows(res.Explained)
	if len(rows) == 0 {
		rows = [][]string{{"(the result)", unexplained(res)}}
	}
	if res.Fruitless {
		rows = append(rows, []string{"(the result)", "-", "the whole answer, because no output found anything: " + kindOf(res.Value())})
	}
	return a.emit(o, []byte(strings.Join(section("Outputs", rows, a.out.Width())[1:], "\n")+"\n"))
}

// unexplained says why there is nothing to explain.
func unexplained(res *engine.Result) string {
	switch {
	case res.Answer == nil:
		return "of the document itself: " + kindOf(res.Value())
	case len(res.Answer.Body) == 0:
		return "nothing, because the answer has no body"
	case res.IsBlob():
		return "the answer as it came: " + kindOf(res.Value())
	}
	return "no outputs are declared, so the answer as it is: " + kindOf(res.Value())
}

func explainRows(all []engine.Explanation) [][]string {
	var rows [][]string
	for i := range all {
		e := &all[i]
		name := e.Name
		if name == "" {
			name = "(the result)"
		}
		switch o := e.Output; {
		case o.Path != nil:
			rows = append(rows, []string{name, o.Path.String(), outcome(e)})
		case o.IsLiteral:
			rows = append(rows, []string{name, "(value)", kindOf(o.Literal)})
		case o.Sourceless():
			rows = append(rows, []string{name, "-", "null: nothing says where it is"})
		} // else its parts say what is to be said
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

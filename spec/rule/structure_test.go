package rule_test

import (
	"strings"
	"testing"
)

func TestStructure_calls(t *testing.T) {
	ruleCases{
		"by method and path": {"unknown-call", strings.Replace(tools, "      - {name: delete, method: DELETE}", "      - {method: DELETE}", 1) + `
    - {name: a, call: "shop.order.DELETE /orders/{order_id}"}
    - {name: b, call: "shop.DELETE /orders"} # ERROR "no consumed operation"
    - {name: c, call: "shop.GET /orders/{order_id}"} # ERROR "no consumed operation"
`},
		"a short namespace": {"unknown-call", tools + `
    - {name: a, call: x.list} # ERROR "the namespace \"x\"" HINT "consumes"
`},
	}.run(t)
}

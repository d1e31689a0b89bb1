// A peer for `go build peer.go && freebit conform -- ./peer`: it answers one operation.
package main

import (
	"encoding/json"
	"os"
	"strings"
)

// majority of all bits, or of three parties, which count from 1 [R2.7]: a value, or the rule that is broken.
func majority(given map[string]json.RawMessage) (value any, rule string) {
	var bits, chosen string
	var triple []int
	_, three := given["triple"]
	if given["bits"] == nil {
		return nil, "R6.9"
	} else if len(given) > 2 || len(given) == 2 && !three {
		return nil, "R6.10"
	} else if json.Unmarshal(given["bits"], &bits) != nil || three && json.Unmarshal(given["triple"], &triple) != nil {
		return nil, "R6.6"
	} else if strings.Trim(bits, "01") != "" {
		return nil, "R6.13"
	} else if three && len(triple) != 3 {
		return nil, "R6.6"
	} else if !three {
		chosen = bits
	}
	for i, party := range triple {
		if party < 1 || party > len(bits) || party == triple[(i+1)%3] {
			return nil, "R6.15"
		}
		chosen += bits[party-1 : party]
	}
	if len(chosen)%2 == 0 {
		return nil, "R2.7"
	}
	return map[string]int{"majority": strings.Count(chosen, "1") / (len(chosen)/2 + 1)}, ""
}

type question struct {
	Type  string
	Seq   int
	Input map[string]json.RawMessage
}

func main() {
	in, out := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for q := (question{}); in.Decode(&q) == nil && q.Type != "bye"; q = (question{}) {
		if q.Type == "hello" {
			os.Stdout.WriteString(`{"type":"hello","name":"my peer","version":"0.1.0","protocol":1,"operations":["majority"],"features":["reasons"]}` + "\n")
		} else if value, rule := majority(q.Input); rule == "" {
			out.Encode(map[string]any{"type": "result", "seq": q.Seq, "verdict": "accepted", "value": value})
		} else {
			verdict := map[bool]string{true: "unreadable", false: "rejected"}[strings.HasPrefix(rule, "R6.")]
			out.Encode(map[string]any{"type": "result", "seq": q.Seq, "verdict": verdict, "rule": rule})
		}
	}
}

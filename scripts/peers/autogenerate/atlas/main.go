// Command atlas-diff writes the SQL between pairs of databases with Atlas' open library: one JSON request a line on
// standard input, one JSON answer a line on standard output.
package main

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlite"
	_ "github.com/lib/pq"
	_ "modernc.org/sqlite"
)

type request struct {
	Dialect string `json:"dialect"`
	From    string `json:"from"`
	To      string `json:"to"`
}

type answer struct {
	Statements []string `json:"statements"`
	Error      string   `json:"error,omitempty"`
}

// open connects to a file or an address and gives Atlas' driver for it.
func open(dialect, address string) (*sql.DB, migrate.Driver, error) {
	name, make := "sqlite", sqlite.Open
	if dialect == "postgres" {
		name, make = "postgres", postgres.Open
	}
	db, err := sql.Open(name, address)
	if err != nil {
		return nil, nil, err
	}
	driver, err := make(db)
	if err != nil {
		db.Close()
	}
	return db, driver, err
}

// difference plans what makes the first database into the second.
func difference(ctx context.Context, ask request) (statements []string, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = fmt.Errorf("panic: %v", broken)
		}
	}()
	from, driver, err := open(ask.Dialect, ask.From)
	if err != nil {
		return nil, err
	}
	defer from.Close()
	to, other, err := open(ask.Dialect, ask.To)
	if err != nil {
		return nil, err
	}
	defer to.Close()
	before, err := driver.InspectRealm(ctx, &schema.InspectRealmOption{})
	if err != nil {
		return nil, err
	}
	after, err := other.InspectRealm(ctx, &schema.InspectRealmOption{})
	if err != nil {
		return nil, err
	}
	changes, err := driver.RealmDiff(before, after)
	if err != nil || len(changes) == 0 {
		return nil, err
	}
	plan, err := driver.PlanChanges(ctx, "plan", changes)
	if err != nil {
		return nil, err
	}
	for _, change := range plan.Changes {
		statements = append(statements, change.Cmd)
	}
	return statements, nil
}

func main() {
	input := bufio.NewScanner(os.Stdin)
	input.Buffer(nil, 1<<24)
	output := json.NewEncoder(os.Stdout)
	for input.Scan() {
		var ask request
		reply := answer{Statements: []string{}}
		err := json.Unmarshal(input.Bytes(), &ask)
		if err == nil {
			var statements []string
			if statements, err = difference(context.Background(), ask); err == nil && statements != nil {
				reply.Statements = statements
			}
		}
		if err != nil {
			reply.Error = err.Error()
		}
		if err := output.Encode(reply); err != nil {
			os.Exit(1)
		}
	}
}

package main

import (
	"time"

	"lambdaless/internal/capability"
	"lambdaless/policy/checks"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
	"lambdaless/policy/team"
	"lambdaless/policy/wire"
)

// judged judges a recording as the pack does, without the lock.
func judged(r *wire.Recording) ([]rule.Finding, capability.Matrix) {
	settings, _ := team.Settings()
	settings.SharedTables = []string{"*-favorite_movies: COGNITO_USER_POOLS", "*-movie_lists: COGNITO_USER_POOLS"} // those of the fixture
	return judgedBy(r, settings)
}

func judgedBy(r *wire.Recording, settings rule.Settings) ([]rule.Finding, capability.Matrix) {
	return checks.Judge(&rule.Context{
		Model: model.New(r.Graph(), r.Project, r.Stack), Settings: settings, Today: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC),
	})
}

// failing are the rules that fail the preview.
func failing(findings []rule.Finding) map[string]string {
	failed := map[string]string{}
	for _, f := range findings {
		if f.Level == rule.Mandatory && f.Verdict != capability.Waived {
			failed[f.Rule.ID] += f.Text() + "\n"
		}
	}
	return failed
}

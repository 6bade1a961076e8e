// Package backend runs integrations: DynamoDB, with the permissions of the method's role, and MOCK.
package backend

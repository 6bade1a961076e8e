package infra

import (
	"lambdaless/infra/settings"

	"lambdaless/infra/document"
)

// healthPath is what Route 53 asks for to see whether the API answers in a region.
const healthPath = "/health"

// healthEndpoints are GET /health, where the API is in several regions: API Gateway itself answers, to anyone, and says
// where it is. An endpoint of the API's own with that path takes its place.
func healthEndpoints(endpoints []resolvedEndpoint, config settings.Config, region string) []resolvedEndpoint {
	if !config.Regions.Several() {
		return nil
	}
	return fixedAnswer(endpoints, healthPath, "health", document.JSON(map[string]string{"region": region, "status": "ok"}))
}

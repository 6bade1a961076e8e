module ${PROJECT}

go 1.26.6

require lambdaless v0.0.0

// A clone of lambdaless. `go mod edit -replace lambdaless=FOLDER` names another folder.
replace lambdaless => ../lambdaless

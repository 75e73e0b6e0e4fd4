# Builds the build when it is stale, then runs it. Everything after the options below goes to the build: try --help.
#   --engine package|bundled   which NUKE runs the targets; remembered under .nuke/temp
# The host provider needs Linux or macOS; on Windows use the Talos provider or WSL 2.
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$root = $PSScriptRoot
$temp = Join-Path $root '.nuke/temp'
$assembly = Join-Path $root 'build/_build/bin/Release/net10.0/talos-build.dll'
$project = Join-Path $root 'build/_build/_build.csproj'
$channel = '10.0'

$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
# Compilers and build nodes must not linger after us, here or in the builds of samples.
$env:MSBUILDDISABLENODEREUSE = '1'
$env:UseSharedCompilation = 'false'

function Stop-Build([string] $what, [string] $fix) {
    [Console]::Error.WriteLine("Error: $what")
    if ($fix) { [Console]::Error.WriteLine("  Fix: $fix") }
    exit 1
}

# Windows PowerShell takes every line on standard error for a failure; the exit code alone decides here.
function Invoke-Dotnet([string] $log, [string[]] $arguments) {
    $ErrorActionPreference = 'Continue'
    $output = & dotnet @arguments 2>&1
    if ($log) { [IO.File]::WriteAllLines($log, [string[]] @($output | ForEach-Object { "$_" })) }
    return $LASTEXITCODE
}

function Install-Sdk {
    if ([Runtime.InteropServices.RuntimeInformation]::IsOSPlatform([Runtime.InteropServices.OSPlatform]::Windows)) { $os = 'win'; $extension = 'zip' }
    elseif ([Runtime.InteropServices.RuntimeInformation]::IsOSPlatform([Runtime.InteropServices.OSPlatform]::OSX)) { $os = 'osx'; $extension = 'tar.gz' }
    else { $os = 'linux'; $extension = 'tar.gz' }
    $arch = [Runtime.InteropServices.RuntimeInformation]::OSArchitecture.ToString().ToLowerInvariant()
    Write-Host "Installing the .NET SDK $channel under .nuke/temp"
    try { $index = Invoke-RestMethod -TimeoutSec 120 "https://builds.dotnet.microsoft.com/dotnet/release-metadata/$channel/releases.json" }
    catch { Stop-Build 'The .NET release index cannot be reached.' "Install the .NET SDK $channel by hand: https://dot.net" }
    $file = $index.releases[0].sdk.files | Where-Object { $_.name -eq "dotnet-sdk-$os-$arch.$extension" } | Select-Object -First 1
    if (-not $file) { Stop-Build "The .NET release index names no SDK for $os-$arch." "Install the .NET SDK $channel by hand: https://dot.net" }
    New-Item -ItemType Directory -Force $temp | Out-Null
    $archive = Join-Path $temp "sdk.$extension"
    Invoke-WebRequest -TimeoutSec 1200 -UseBasicParsing $file.url -OutFile $archive
    $actual = (Get-FileHash -Algorithm SHA512 $archive).Hash.ToLowerInvariant()
    if ($actual -ne $file.hash.ToLowerInvariant()) {
        Remove-Item $archive
        Stop-Build "The downloaded SDK has sha512 $actual, expected $($file.hash); it was thrown away." 'Run again; if it stays, install the SDK by hand.'
    }
    $part = Join-Path $temp 'dotnet.part'
    Remove-Item -Recurse -Force $part -ErrorAction SilentlyContinue
    New-Item -ItemType Directory $part | Out-Null
    if ($extension -eq 'zip') { Expand-Archive $archive $part } else { tar -xzf $archive -C $part }
    Remove-Item $archive
    Remove-Item -Recurse -Force (Join-Path $temp 'dotnet') -ErrorAction SilentlyContinue
    Move-Item $part (Join-Path $temp 'dotnet')
}

function Use-Sdk {
    $own = Join-Path $temp 'dotnet'
    $usable = $false
    if (-not (Test-Path $own) -and (Get-Command dotnet -ErrorAction SilentlyContinue)) {
        Push-Location $root
        try { $usable = (Invoke-Dotnet '' @('--version')) -eq 0 } finally { Pop-Location }
    }
    if ($usable) { return }
    if (-not (Test-Path $own)) { Install-Sdk }
    $env:DOTNET_ROOT = $own
    $env:PATH = $own + [IO.Path]::PathSeparator + $env:PATH
}

$engine = ''
$arguments = [Collections.Generic.List[string]]::new()
for ($i = 0; $i -lt $args.Count; $i++) {
    $argument = [string] $args[$i]
    if ($argument -eq '--engine') {
        if ($i + 1 -ge $args.Count) { Stop-Build '"--engine" needs a value.' 'Write "--engine package" or "--engine bundled".' }
        $engine = [string] $args[++$i]
    }
    elseif ($argument.StartsWith('--engine=')) { $engine = $argument.Substring(9) }
    else { $arguments.Add($argument) }
}
if ($engine -notin '', 'package', 'bundled') { Stop-Build "`"$engine`" is no engine." 'Write "--engine package" or "--engine bundled".' }

function Read-Note([string] $name) {
    $path = Join-Path $temp $name
    if (Test-Path $path) { return [IO.File]::ReadAllText($path) }
    return ''
}

function Write-Note([string] $name, [string] $text) {
    $path = Join-Path $temp $name
    [IO.File]::WriteAllText("$path.part", $text)
    Move-Item -Force "$path.part" $path
}

function Test-Stale([string] $chosen) {
    if (-not (Test-Path $assembly) -or (Read-Note 'built') -ne $chosen) { return $true }
    $built = (Get-Item (Join-Path $temp 'built')).LastWriteTimeUtc
    $sources = @(Get-ChildItem -Recurse -File (Join-Path $root 'build') | Where-Object { $_.FullName -notmatch '[\\/](bin|obj)[\\/]' })
    $sources += 'Directory.Build.props', 'Directory.Packages.props', 'global.json', '.editorconfig' | ForEach-Object { Get-Item (Join-Path $root $_) }
    return [bool] ($sources | Where-Object { $_.LastWriteTimeUtc -gt $built } | Select-Object -First 1)
}

$remembered = Read-Note 'engine'
$chosen = if ($engine) { $engine } else { $remembered }
if (-not $remembered -or $chosen -ne $remembered -or (Test-Stale $remembered)) {
    New-Item -ItemType Directory -Force $temp | Out-Null
    # Two first runs at once must not compile into the same folder.
    $lock = $null
    for ($wait = 0; -not $lock; $wait++) {
        try { $lock = [IO.File]::Open((Join-Path $temp 'build.ps1.lock'), 'OpenOrCreate', 'ReadWrite', 'None') }
        catch [IO.IOException] {
            if ($wait -ge 3000) { Stop-Build 'Another build compiles for more than five minutes.' 'End it, then run again.' }
            Start-Sleep -Milliseconds 100
        }
    }
    try {
        Use-Sdk
        if (-not $chosen) {
            if ((Invoke-Dotnet (Join-Path $temp 'restore.log') @('restore', $project, '-p:NukeEngine=package', '-v', 'quiet', '--nologo')) -eq 0) { $chosen = 'package'; Write-Host 'Engine: package (Nuke.Common was restored)' }
            else { $chosen = 'bundled'; Write-Host 'Engine: bundled (the package feed does not carry Nuke.Common)' }
        }
        elseif ($chosen -ne $remembered) { Write-Host "Engine: $chosen (chosen by --engine)" }
        Write-Note 'engine' $chosen
        if (Test-Stale $chosen) {
            Write-Host 'Compiling the build'
            $log = Join-Path $temp 'build.log'
            if ((Invoke-Dotnet $log @('build', $project, '-c', 'Release', "-p:NukeEngine=$chosen", '-v', 'quiet', '--nologo')) -ne 0) {
                Get-Content $log | Select-String 'error' | Select-Object -Unique -First 20 | ForEach-Object { [Console]::Error.WriteLine($_.Line) }
                Stop-Build "The build itself does not compile; the whole output is in `"$log`"." 'Correct the errors above.'
            }
            Write-Note 'built' $chosen
        }
    }
    finally { $lock.Dispose() }
}
elseif (Test-Path (Join-Path $temp 'dotnet')) { Use-Sdk }

# The root is named, since the workspace of the caller may be a NUKE repository of its own; last, since NUKE takes words after it for more values.
& dotnet $assembly @arguments --root $root
exit $LASTEXITCODE

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/ src/
RUN dotnet publish src/Ledger.Api --configuration Release --output /app --nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN mkdir /data && chown "$APP_UID" /data
WORKDIR /app
COPY --from=build /app .
USER $APP_UID
ENV LEDGER_DATA=/data LEDGER_PORT=8080 Ledger__Listen=any
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["dotnet", "Ledger.Api.dll"]
